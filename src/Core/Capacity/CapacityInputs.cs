namespace FileStorage.Core.Capacity;

/// <summary>What a service is to carry. The defaults are those of a service for half a thousand million people.</summary>
public sealed record CapacityInputs
{
    public double Users { get; init; } = 500_000_000;

    public double DailyUsers { get; init; } = 100_000_000;

    public double FilesPerUser { get; init; } = 200;

    /// <summary>Of a file; of 1,048,576 bytes where it is stored, of 1,000,000 on the wire, as each trade counts.</summary>
    public double FileMegabytes { get; init; } = 2;

    /// <summary>Files that a daily user sends or fetches a day.</summary>
    public double SyncsPerDay { get; init; } = 10;

    /// <summary>Devices of a daily user.</summary>
    public double Connections { get; init; } = 3;

    /// <summary>Share of those devices that are connected at once, 0 to 1.</summary>
    public double AtOnce { get; init; } = 0.2;

    /// <summary>Share of the bytes that deduplication saves, 0 to 1.</summary>
    public double Deduplicated { get; init; } = 0.4;

    /// <summary>How much more the busiest hour asks for than the average.</summary>
    public double PeakFactor { get; init; } = 3;

    public double ConnectionsPerGateway { get; init; } = 50_000;

    /// <summary>Most metadata in one database, in GB of 2^30 bytes.</summary>
    public double ShardGigabytes { get; init; } = 1_000;

    /// <summary>Cores of one silo's machine.</summary>
    public double CoresPerSilo { get; init; } = 16;

    /// <summary>Share of a silo's cores that the busiest hour may use, 0 to 1.</summary>
    public double Busy { get; init; } = 0.5;

    /// <summary>Price of one GB stored for a month. Amazon S3 Standard, us-east-1, first 50 TB, as listed in 2025.</summary>
    public double PricePerGigabyteMonth { get; init; } = 0.023;

    /// <summary>Price of 1,000 requests that write or list, of the same list.</summary>
    public double PricePerThousandWrites { get; init; } = 0.005;

    /// <summary>Price of 1,000 requests that read, of the same list.</summary>
    public double PricePerThousandReads { get; init; } = 0.0004;
}
