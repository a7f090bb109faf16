using FileStorage.Core.Chunks;
using FileStorage.Core.Entries;
using FileStorage.Sync.Local;

namespace FileStorage.Sync.Trees;

/// <summary>
/// What both sides last agreed on about one entry: the base that tells who changed what. <see cref="VersionId"/> and <see cref="Place"/> are the server's,
/// <see cref="Key"/> and what follows were observed of the local file with that content.
/// </summary>
public sealed record SyncedNode
{
    public required Guid Id { get; init; }

    public required Guid ParentId { get; init; }

    /// <summary>In NFC.</summary>
    public required string Name { get; init; }

    public required EntryKind Kind { get; init; }

    /// <summary>Empty for folders.</summary>
    public Guid VersionId { get; init; }

    public ChunkId? Sha256 { get; init; }

    public required LocalKey Key { get; init; }

    /// <summary>-1 where the local content is not known to be that of the version.</summary>
    public long LocalSizeBytes { get; init; }

    public long LocalModifiedTicks { get; init; }

    public bool LocalExecutable { get; init; }

    public (Guid ParentId, string Name) Place => (ParentId, Name);

    public bool IsFolder => Kind is EntryKind.Folder;

    /// <summary>Whether the local file still holds the synced content, as far as can be told without opening it.</summary>
    public bool HasContentOf(LocalEntry local) =>
        IsFolder || (Key == local.Key && LocalSizeBytes == local.SizeBytes && LocalModifiedTicks == local.ModifiedTicks && LocalExecutable == local.Executable);
}
