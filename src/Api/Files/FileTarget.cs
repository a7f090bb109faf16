using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Api.Files;

/// <summary>The file that gets a version: one that is there, or one to be made.</summary>
internal sealed record FileTarget
{
    public required Guid FileId { get; init; }

    public required Guid ParentId { get; init; }

    public required string Name { get; init; }

    /// <summary>The file as it was a moment ago, or null where there was none.</summary>
    public required Entry? Existing { get; init; }

    /// <summary>From the root, starting with a slash; null where the way there is not known.</summary>
    public required string? Path { get; init; }
}
