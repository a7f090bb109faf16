namespace FileStorage.Core.Chunks;

/// <summary>One chunk of a file, in the file's order. <paramref name="Length"/> is in bytes, 1 to 4 MiB.</summary>
public readonly record struct ManifestChunk(ChunkId Id, int Length);
