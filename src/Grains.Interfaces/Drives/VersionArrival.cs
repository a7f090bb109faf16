using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Sharing;

namespace FileStorage.Grains.Interfaces.Drives;

/// <summary>What a File grain tells its drive of a version it has written; also the content of the drive's inbox row.</summary>
[GenerateSerializer, Immutable, Alias("drive.version-arrival")]
public sealed record VersionArrival
{
    [Id(0)] public required Guid FileId { get; init; }

    [Id(1)] public required Guid VersionId { get; init; }

    [Id(2)] public required long VersionNumber { get; init; }

    [Id(3)] public required Guid ParentId { get; init; }

    [Id(4)] public required string Name { get; init; }

    [Id(5)] public required long SizeBytes { get; init; }

    [Id(6)] public required ChunkId? Sha256 { get; init; }

    [Id(7)] public required DateTimeOffset ModifiedAt { get; init; }

    [Id(8)] public required bool Executable { get; init; }

    [Id(9)] public required Guid DeviceId { get; init; }

    /// <summary>Who wrote it, where that is not known to be the owner: the drive judges their rights. Null: no question.</summary>
    [Id(10)] public Viewer? Viewer { get; init; }
}
