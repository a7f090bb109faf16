namespace FileStorage.Core.Capacity;

/// <summary>What this system was measured to cost, each with where the figure stands in docs/performance.md. Change them together.</summary>
public static class MeasuredCosts
{
    /// <summary>"metadata at rest, bytes a file (bench/Metadata, leases unsettled)": 932, on SQLite.</summary>
    public const double MetadataBytesPerFile = 932;

    /// <summary>"one PUT each, HTTP/1.1, 64 in flight", 10 KB: 0.44 ms of the server's CPU a file.</summary>
    public const double CpuMillisecondsPerPut = 0.44;

    /// <summary>"D, intake MB/s": 91 on two cores, so that 1 MB (10^6 bytes) costs 22 ms of CPU at most, hashing, compression and encryption included.</summary>
    public const double CpuMillisecondsPerMegabyte = 2 * 1000.0 / 91;

    /// <summary>"one GET each, HTTP/1.1, 64 in flight": 0.15 ms of the server's CPU a file.</summary>
    public const double CpuMillisecondsPerGet = 0.15;

    /// <summary>Average length of a chunk, in bytes: what the chunker aims at (docs/storage-format.md).</summary>
    public const double ChunkBytes = 1024 * 1024;

    /// <summary>Bytes that a record adds to a chunk (docs/storage-format.md).</summary>
    public const double RecordOverheadBytes = 144;
}
