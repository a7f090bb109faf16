namespace FileStorage.Storage.Chunks;

/// <summary>The state of a store's space, in bytes.</summary>
/// <param name="StoredBytes">What the store takes up.</param>
/// <param name="FreeBytes">What it may still take before it refuses, its reserve already subtracted; at least 0.</param>
public readonly record struct ChunkStoreUsage(long StoredBytes, long FreeBytes);
