using FileStorage.Core.Chunks;

namespace FileStorage.Storage.Metadata.Chunks;

/// <summary>One reason to keep a chunk: a version that holds it, or the lease of an upload.</summary>
public readonly record struct ChunkReferenceRow
{
    public required ChunkId ChunkId { get; init; }

    /// <summary>The drive. Chunk, owner and version are the key.</summary>
    public required Guid OwnerId { get; init; }

    /// <summary>The version, or the upload for a lease.</summary>
    public required Guid VersionId { get; init; }

    /// <summary>The file of the version.</summary>
    public required Guid FileId { get; init; }

    /// <summary>Unix time in milliseconds at which the reference lapses; null for one that lasts.</summary>
    public long? LeasedUntilUnixMilliseconds { get; init; }
}
