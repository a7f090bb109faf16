namespace FileStorage.Api.Contracts.Uploads;

/// <summary>The chunks of a version, in order.</summary>
public sealed record ManifestBody
{
    public required long Size { get; init; }

    public required IReadOnlyList<ChunkBody> Chunks { get; init; }
}
