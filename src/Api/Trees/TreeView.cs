using System.Collections.Immutable;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Sharing;

namespace FileStorage.Api.Trees;

/// <summary>
/// A part of another drive as a caller sees it. Its topmost entry goes by the id, name and place that it has in the caller's tree, and
/// nothing is told of what lies above it.
/// </summary>
internal sealed record TreeView
{
    public required Guid DriveId { get; init; }

    /// <summary>The topmost entry, in its drive.</summary>
    public required Guid RootId { get; init; }

    /// <summary>Who looks.</summary>
    public required Viewer Viewer { get; init; }

    public required Guid OwnerId { get; init; }

    /// <summary>The place in the caller's tree, in the caller's drive; null where there is none.</summary>
    public Entry? Mount { get; init; }

    /// <summary>Names down to the topmost entry in the caller's tree; default where it has no place there.</summary>
    public ImmutableArray<string> BasePath { get; init; }

    /// <summary>An entry of the other drive as the caller sees it.</summary>
    /// <param name="raw">As its drive shows it.</param>
    /// <param name="below">Names from below the topmost entry down to it; default where they are not known.</param>
    public Entry Show(Entry raw, ImmutableArray<string> below) => raw.Id == RootId
        ? raw with
        {
            Id = Mount?.Id ?? raw.Id,
            ParentId = Mount?.ParentId ?? Guid.Empty,
            Name = Mount?.Name ?? raw.Name,
            Path = BasePath,
        }
        : raw with
        {
            ParentId = raw.ParentId == RootId && Mount is not null ? Mount.Id : raw.ParentId,
            Path = BasePath.IsDefault || below.IsDefault ? default : BasePath.AddRange(below),
        };
}
