using FileStorage.Core.Chunks;

namespace FileStorage.Client.Content;

/// <summary>A chunk with its bytes in memory.</summary>
internal readonly record struct ChunkBytes(ChunkId Id, ReadOnlyMemory<byte> Bytes);
