using FileStorage.Core.Chunks;

namespace FileStorage.Storage.Chunks;

/// <summary>A chunk that was stored cannot be read back: it is missing, cut off, changed, or another one. No bytes were returned.</summary>
public sealed class DamagedChunkException : Exception
{
    public DamagedChunkException(ChunkId id, ChunkLocation location, string reason, Exception? innerException = null)
        : base($"Chunk {id} at {location} is damaged: {reason}", innerException)
    {
        Id = id;
        Location = location;
    }

    public ChunkId Id { get; }

    public ChunkLocation Location { get; }
}
