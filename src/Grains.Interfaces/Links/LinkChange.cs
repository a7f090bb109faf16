namespace FileStorage.Grains.Interfaces.Links;

/// <summary>New terms of a link; what is not set stays.</summary>
[GenerateSerializer, Immutable, Alias("link.change")]
public sealed record LinkChange
{
    [Id(0)] public bool SetsPassword { get; init; }

    /// <summary>Null: no password.</summary>
    [Id(1)] public string? PasswordHash { get; init; }

    [Id(2)] public bool SetsExpiry { get; init; }

    /// <summary>Null: never.</summary>
    [Id(3)] public DateTimeOffset? ExpiresAt { get; init; }

    [Id(4)] public bool SetsMaxDownloads { get; init; }

    /// <summary>Null: any number.</summary>
    [Id(5)] public long? MaxDownloads { get; init; }
}
