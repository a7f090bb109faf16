namespace FileStorage.Storage.Metadata.Chunks;

/// <summary>Names one reference of a known chunk.</summary>
public readonly record struct ChunkReferenceKey(Guid OwnerId, Guid VersionId);
