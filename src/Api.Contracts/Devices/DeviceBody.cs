namespace FileStorage.Api.Contracts.Devices;

/// <summary>A device of the account.</summary>
public sealed record DeviceBody
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastSeenAt { get; init; }

    /// <summary>Whether this is the device that asked.</summary>
    public required bool Current { get; init; }
}
