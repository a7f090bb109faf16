namespace FileStorage.Grains.Interfaces.Drives;

/// <summary>A place in the journal of one drive. Everything it counts is committed.</summary>
[GenerateSerializer, Immutable, Alias("drive.cursor")]
public sealed record DriveCursor
{
    [Id(0)] public required long Epoch { get; init; }

    /// <summary>The newest journal row that is known; while <see cref="Listing"/>, the newest when the listing began.</summary>
    [Id(1)] public required long Number { get; init; }

    /// <summary>How far the first listing is; null once it is done.</summary>
    [Id(2)] public ListingPlace? Listing { get; init; }
}
