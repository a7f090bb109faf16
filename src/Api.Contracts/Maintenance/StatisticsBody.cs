namespace FileStorage.Api.Contracts.Maintenance;

/// <summary>How much the server stores.</summary>
public sealed record StatisticsBody
{
    public required long Chunks { get; init; }

    public required long LogicalBytes { get; init; }

    public required long PlainBytes { get; init; }

    public required long StoredBytes { get; init; }

    public required long DamagedReads { get; init; }
}
