namespace FileStorage.Grains.Interfaces.Links;

/// <summary>Where a link leads, for whoever has its token.</summary>
[GenerateSerializer, Immutable, Alias("link.opened")]
public sealed record OpenedLink
{
    [Id(0)] public required Guid LinkId { get; init; }

    [Id(1)] public required Guid DriveId { get; init; }

    [Id(2)] public required Guid EntryId { get; init; }

    /// <summary>To verify the visitor's password against; null where none is asked for.</summary>
    [Id(3)] public required string? PasswordHash { get; init; }

    [Id(4)] public required DateTimeOffset? ExpiresAt { get; init; }
}
