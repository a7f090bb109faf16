using FileStorage.Api.Problems;
using FileStorage.Api.Trees;
using FileStorage.Core.Sharing;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Sharing;

namespace FileStorage.Api.Files;

/// <summary>The file that gets a version: one that is there, or one to be made.</summary>
internal sealed record FileTarget
{
    /// <summary>The drive that it belongs to.</summary>
    public required Guid DriveId { get; init; }

    /// <summary>Its id there.</summary>
    public required Guid FileId { get; init; }

    /// <summary>Of a new file: its folder's id there.</summary>
    public required Guid ParentId { get; init; }

    public required string Name { get; init; }

    /// <summary>The file as it was a moment ago, as the caller sees it; null where there was none.</summary>
    public required Entry? Existing { get; init; }

    /// <summary>From the root, starting with a slash; null where the way there is not known.</summary>
    public required string? Path { get; init; }

    /// <summary>What the caller might do a moment ago, with the file or, where there is none, with its folder. Its drive judges.</summary>
    public required Rights Rights { get; init; }

    /// <summary>How the caller sees it; null for the caller's own.</summary>
    public TreeView? View { get; init; }

    /// <summary>Whose rights the drive is to judge; null for the caller's own.</summary>
    public Viewer? Viewer => View?.Viewer;

    /// <summary>Says at once what the drive would say when all of the content has come.</summary>
    /// <exception cref="ProblemException">403.</exception>
    public void RequireWritable()
    {
        if (!Rights.HasFlag(Existing is null ? Rights.Create : Rights.Change))
        {
            throw Problem.Forbidden("You may see this item, and not change it.");
        }
    }

    /// <summary>The file, once it has a version, as the caller sees it.</summary>
    public Entry Show(Entry raw) => View?.Show(raw, below: default) ?? raw;
}
