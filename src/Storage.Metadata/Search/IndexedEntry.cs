using FileStorage.Core.Entries;

namespace FileStorage.Storage.Metadata.Search;

/// <summary>A file or folder as the index keeps it.</summary>
public sealed record IndexedEntry
{
    public required Guid Id { get; init; }

    /// <summary>Empty for the root.</summary>
    public required Guid ParentId { get; init; }

    public required EntryKind Kind { get; init; }

    public required string Name { get; init; }

    public long SizeBytes { get; init; }

    public required long ModifiedUnixMilliseconds { get; init; }

    /// <summary>The newest version; null for a folder.</summary>
    public Guid? VersionId { get; init; }

    public long VersionNumber { get; init; }

    /// <summary>Put into the trash itself; what lies below such a folder is not.</summary>
    public bool IsTrashed { get; init; }

    /// <summary>When the drive told of it.</summary>
    public required long ChangedUnixMilliseconds { get; init; }

    /// <summary>Whether there is content that may be read.</summary>
    public bool HasContent { get; init; }
}
