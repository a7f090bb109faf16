namespace FileStorage.Core.Capacity;

/// <summary>What the inputs ask for, by the textbook and then by what was measured. Decimal units on the wire, binary ones at rest.</summary>
public sealed record CapacityPlan
{
    private const double SecondsPerDay = 24 * 60 * 60;
    private const double DaysPerMonth = 30;

    public required double Files { get; init; }

    /// <summary>TB of 2^40 bytes, before and after deduplication.</summary>
    public required double RawTerabytes { get; init; }

    public required double StoredTerabytes { get; init; }

    public required double SyncsPerSecond { get; init; }

    public required double GigabitsPerSecond { get; init; }

    public required double PeakGigabitsPerSecond { get; init; }

    /// <summary>GB of 2^30 bytes, at 1 KiB a file.</summary>
    public required double MetadataGigabytes { get; init; }

    public required double Connections { get; init; }

    public required double Gateways { get; init; }

    /// <summary>As <see cref="MetadataGigabytes"/>, at the measured bytes a file.</summary>
    public required double MeasuredMetadataGigabytes { get; init; }

    /// <summary>Databases that hold the measured metadata.</summary>
    public required double Shards { get; init; }

    /// <summary>Cores that the busiest hour keeps busy with storing (half of the syncs) and delivering (the other half), by the measured costs.</summary>
    public required double PeakCores { get; init; }

    public required double Silos { get; init; }

    /// <summary>Stored chunks after deduplication.</summary>
    public required double Chunks { get; init; }

    /// <summary>Requests to the object store a month: one a chunk, half of the syncs store and deduplication spares its share of them.</summary>
    public required double WritesPerMonth { get; init; }

    public required double ReadsPerMonth { get; init; }

    /// <summary>Price of the object store a month: bytes, then requests.</summary>
    public required double StoragePrice { get; init; }

    public required double RequestPrice { get; init; }

    public static CapacityPlan Of(CapacityInputs inputs)
    {
        const double mebi = 1024 * 1024;
        var files = inputs.Users * inputs.FilesPerUser;
        var rawTerabytes = files * inputs.FileMegabytes / mebi;
        var storedTerabytes = rawTerabytes * (1 - inputs.Deduplicated);
        var syncs = inputs.DailyUsers * inputs.SyncsPerDay / SecondsPerDay;
        var gigabits = syncs * inputs.FileMegabytes * 8 / 1000;
        var connections = inputs.DailyUsers * inputs.Connections * inputs.AtOnce;
        var measuredMetadata = files * MeasuredCosts.MetadataBytesPerFile / (mebi * 1024);
        var chunksPerFile = Math.Max(1, inputs.FileMegabytes * mebi / MeasuredCosts.ChunkBytes);
        var chunks = files * chunksPerFile * (1 - inputs.Deduplicated);
        var cores = syncs * inputs.PeakFactor / 2 / 1000 * (MeasuredCosts.CpuMillisecondsPerPut
            + (MeasuredCosts.CpuMillisecondsPerMegabyte * inputs.FileMegabytes) + (MeasuredCosts.CpuMillisecondsPerGet * chunksPerFile));
        var monthlyHalf = syncs / 2 * SecondsPerDay * DaysPerMonth * chunksPerFile;
        var writes = monthlyHalf * (1 - inputs.Deduplicated);
        return new CapacityPlan
        {
            Files = files,
            RawTerabytes = rawTerabytes,
            StoredTerabytes = storedTerabytes,
            SyncsPerSecond = syncs,
            GigabitsPerSecond = gigabits,
            PeakGigabitsPerSecond = gigabits * inputs.PeakFactor,
            MetadataGigabytes = files / mebi,
            Connections = connections,
            Gateways = Math.Ceiling(connections / inputs.ConnectionsPerGateway),
            MeasuredMetadataGigabytes = measuredMetadata,
            Shards = Math.Ceiling(measuredMetadata / inputs.ShardGigabytes),
            PeakCores = cores,
            Silos = Math.Ceiling(cores / (inputs.CoresPerSilo * inputs.Busy)),
            Chunks = chunks,
            WritesPerMonth = writes,
            ReadsPerMonth = monthlyHalf,
            StoragePrice = ((storedTerabytes * 1024) + (chunks * MeasuredCosts.RecordOverheadBytes / (mebi * 1024))) * inputs.PricePerGigabyteMonth,
            RequestPrice = (writes / 1000 * inputs.PricePerThousandWrites) + (monthlyHalf / 1000 * inputs.PricePerThousandReads),
        };
    }
}
