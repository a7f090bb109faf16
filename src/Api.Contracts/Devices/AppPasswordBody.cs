namespace FileStorage.Api.Contracts.Devices;

/// <summary>A password for a client of another maker.</summary>
public sealed record AppPasswordBody
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The user name that goes with it.</summary>
    public required string UserName { get; init; }

    /// <summary>Told once, when it is made.</summary>
    public string? Password { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastSeenAt { get; init; }
}
