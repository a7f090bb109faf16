namespace FileStorage.Grains.Interfaces.Maintenance;

/// <summary>How much is stored.</summary>
[GenerateSerializer, Immutable, Alias("maintenance.statistics")]
public sealed record StorageStatistics
{
    [Id(0)] public required long Chunks { get; init; }

    /// <summary>Bytes of the chunks before compression and encryption.</summary>
    [Id(1)] public required long PlainBytes { get; init; }

    /// <summary>Bytes of the chunks as stored.</summary>
    [Id(2)] public required long StoredBytes { get; init; }

    /// <summary>Logical bytes of every kept version of every file of every drive.</summary>
    [Id(3)] public required long LogicalBytes { get; init; }

    /// <summary>Reads that found damaged bytes since the start of this process.</summary>
    [Id(4)] public required long DamagedReads { get; init; }
}
