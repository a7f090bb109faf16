namespace FileStorage.Core.Chunks;

/// <summary>What the service takes as a chunk and as a manifest.</summary>
public static class ChunkLimits
{
    public const int MinChunkBytes = 1;

    /// <summary>4 MiB; a larger chunk is refused with 413.</summary>
    public const int MaxChunkBytes = 4 * 1024 * 1024;

    /// <summary>50 GiB, the largest file.</summary>
    public const long MaxFileBytes = 50L * 1024 * 1024 * 1024;

    /// <summary>50 GiB in chunks of 200 KiB; more entries are refused, whatever their sum.</summary>
    public const int MaxManifestChunks = 262_144;
}
