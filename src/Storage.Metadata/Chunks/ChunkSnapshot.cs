namespace FileStorage.Storage.Metadata.Chunks;

/// <summary>A chunk's row and whether anything refers to it, from one snapshot.</summary>
public readonly record struct ChunkSnapshot(ChunkRow Row, bool HasReferences);
