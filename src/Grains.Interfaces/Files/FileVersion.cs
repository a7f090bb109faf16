namespace FileStorage.Grains.Interfaces.Files;

/// <summary>One version of a file.</summary>
[GenerateSerializer, Immutable, Alias("file.version")]
public sealed record FileVersion
{
    [Id(0)] public required Guid VersionId { get; init; }

    /// <summary>From 1, without gaps at the time of writing; purged versions leave gaps.</summary>
    [Id(1)] public required long Number { get; init; }

    [Id(2)] public required StoredManifest Manifest { get; init; }

    /// <summary>The modification time the author's device told.</summary>
    [Id(3)] public required DateTimeOffset ModifiedAt { get; init; }

    [Id(4)] public required bool Executable { get; init; }

    /// <summary>When the service committed it.</summary>
    [Id(5)] public required DateTimeOffset CreatedAt { get; init; }

    [Id(6)] public required Guid DeviceId { get; init; }

    [Id(7)] public required Guid UserId { get; init; }
}
