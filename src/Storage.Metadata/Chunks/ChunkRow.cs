using FileStorage.Core.Chunks;

namespace FileStorage.Storage.Metadata.Chunks;

/// <summary>Where one chunk lies and in which state of its life it is.</summary>
public sealed record ChunkRow
{
    public required ChunkId Id { get; init; }

    /// <summary>From 1; one more after every commit of this chunk.</summary>
    public required long RowVersion { get; init; }

    public required ChunkState State { get; init; }

    /// <summary>Its stored bytes were found missing or changed: nobody new may rely on them, and whoever brings the bytes replaces them.</summary>
    public bool IsDamaged { get; init; }

    /// <summary>As the chunk store gave it; opaque here. At most a few dozen bytes, since it is the key of the garbage.</summary>
    public required ReadOnlyMemory<byte> Location { get; init; }

    public required long PlainBytes { get; init; }

    public required long StoredBytes { get; init; }

    /// <summary>Unix time in milliseconds; null while it is live.</summary>
    public long? CondemnedUnixMilliseconds { get; init; }
}
