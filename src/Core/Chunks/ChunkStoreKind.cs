namespace FileStorage.Core.Chunks;

/// <summary>Which kind of store a <see cref="ChunkLocation"/> belongs to. Numbers are stored: never reuse one.</summary>
public enum ChunkStoreKind : byte
{
    None = 0,

    /// <summary>Lives in the memory of one process; for tests and simulation.</summary>
    Memory = 1,

    /// <summary>Pack files on a local disk.</summary>
    Disk = 2,

    AzureBlob = 3,

    S3 = 4,
}
