namespace FileStorage.Grains.Interfaces.Files;

/// <summary>Where a version that is taken over from another file's history came from.</summary>
/// <param name="CreatedAt">When it was committed there.</param>
/// <param name="UserId">The account that wrote it.</param>
/// <param name="DeviceId">The device that wrote it.</param>
[GenerateSerializer, Immutable, Alias("file.version-origin")]
public sealed record VersionOrigin(
    [property: Id(0)] DateTimeOffset CreatedAt,
    [property: Id(1)] Guid UserId,
    [property: Id(2)] Guid DeviceId);
