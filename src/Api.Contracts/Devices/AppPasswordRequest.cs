namespace FileStorage.Api.Contracts.Devices;

/// <summary>Body of POST /api/v1/app-passwords.</summary>
public sealed record AppPasswordRequest
{
    /// <summary>What the client is called, 1 to 100 characters.</summary>
    public required string Name { get; init; }
}
