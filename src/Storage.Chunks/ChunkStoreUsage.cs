namespace FileStorage.Storage.Chunks;

/// <summary>The state of a store's space, in bytes.</summary>
/// <param name="StoredBytes">What the store takes up.</param>
/// <param name="FreeBytes">What it may still take before it refuses, its reserve already subtracted; at least 0.</param>
/// <param name="DamagedReads">Reads since the store was opened that found a damaged chunk.</param>
public readonly record struct ChunkStoreUsage(long StoredBytes, long FreeBytes, long DamagedReads = 0);
