namespace FileStorage.Api.Contracts.Devices;

/// <summary>A device of the account.</summary>
public sealed record DeviceBody
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastSeenAt { get; init; }

    /// <summary>Changes that the device has not asked for yet; absent for one that does not follow them.</summary>
    public long? Behind { get; init; }

    /// <summary>Whether this is the device that asked.</summary>
    public required bool Current { get; init; }
}
