namespace FileStorage.Api.Contracts.Devices;

/// <summary>Body of PATCH /api/v1/devices/{id}.</summary>
public sealed record RenameDeviceRequest
{
    public required string Name { get; init; }
}
