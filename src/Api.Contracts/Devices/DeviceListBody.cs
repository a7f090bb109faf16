namespace FileStorage.Api.Contracts.Devices;

/// <summary>All devices of the account (at most 1,000 exist).</summary>
public sealed record DeviceListBody
{
    public required IReadOnlyList<DeviceBody> Devices { get; init; }
}
