using FileStorage.Storage.Chunks.Sealing;

namespace FileStorage.Storage.Chunks.Disk;

/// <summary>A record met while walking through a pack.</summary>
internal readonly record struct PackRecord(
    long Offset, int Length, ChunkCodec Codec, bool IsLive, ChunkName Name, DateTimeOffset StoredAt);
