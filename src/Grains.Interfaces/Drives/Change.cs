using FileStorage.Core.Entries;

namespace FileStorage.Grains.Interfaces.Drives;

/// <summary>One row of a drive's journal: the entry as it was after the change.</summary>
[GenerateSerializer, Immutable, Alias("drive.change")]
public sealed record Change
{
    [Id(0)] public required long Number { get; init; }

    [Id(1)] public required ChangeKind Kind { get; init; }

    [Id(2)] public required Guid EntryId { get; init; }

    [Id(3)] public required EntryKind EntryKind { get; init; }

    [Id(4)] public required Guid ParentId { get; init; }

    [Id(5)] public required string Name { get; init; }

    [Id(6)] public Guid VersionId { get; init; }

    [Id(7)] public long VersionNumber { get; init; }

    [Id(8)] public long SizeBytes { get; init; }

    [Id(9)] public required DateTimeOffset At { get; init; }

    [Id(10)] public Guid DeviceId { get; init; }
}
