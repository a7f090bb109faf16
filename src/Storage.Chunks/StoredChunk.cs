using FileStorage.Core.Chunks;

namespace FileStorage.Storage.Chunks;

/// <summary>One stored copy as the store lists it.</summary>
public sealed record StoredChunk
{
    public required ChunkLocation Location { get; init; }

    /// <summary>What <see cref="IChunkStore.NameOf"/> says of the chunk's id.</summary>
    public required ChunkName Name { get; init; }

    public required DateTimeOffset StoredAt { get; init; }

    /// <summary>Bytes that the copy takes up.</summary>
    public long StoredBytes => Location.StoredBytes;
}
