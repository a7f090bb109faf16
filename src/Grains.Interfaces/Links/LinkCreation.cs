using System.Collections.Immutable;

namespace FileStorage.Grains.Interfaces.Links;

/// <summary>What a link is made of.</summary>
[GenerateSerializer, Immutable, Alias("link.creation")]
public sealed record LinkCreation
{
    /// <summary>SHA-256 of the token, which itself is kept nowhere.</summary>
    [Id(0)] public required ImmutableArray<byte> TokenHash { get; init; }

    [Id(1)] public required Guid DriveId { get; init; }

    [Id(2)] public required Guid EntryId { get; init; }

    /// <summary>The account that makes it.</summary>
    [Id(3)] public required Guid CreatedBy { get; init; }

    /// <summary>Null: no password.</summary>
    [Id(4)] public string? PasswordHash { get; init; }

    /// <summary>Null: never.</summary>
    [Id(5)] public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Null: any number.</summary>
    [Id(6)] public long? MaxDownloads { get; init; }
}
