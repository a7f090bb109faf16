using FileStorage.Core.Entries;

namespace FileStorage.Grains.Interfaces.Drives;

/// <summary>
/// News of one entry: what happened to it last, and the entry as it is now, so that telling it again does no harm.
/// </summary>
[GenerateSerializer, Immutable, Alias("drive.change")]
public sealed record DriveChange
{
    /// <summary>Null where the first listing tells of it.</summary>
    [Id(0)] public required ChangeKind? Kind { get; init; }

    /// <summary>The number of the journal row; of a listed entry, the newest row when the listing began.</summary>
    [Id(1)] public required long Number { get; init; }

    /// <summary>Null where the first listing tells of it.</summary>
    [Id(2)] public required DateTimeOffset? At { get; init; }

    /// <summary>Whose act it was; empty for the server's own.</summary>
    [Id(3)] public Guid DeviceId { get; init; }

    /// <summary>As it is now; as it was last where it is purged.</summary>
    [Id(4)] public required Entry Entry { get; init; }

    /// <summary>Gone for good, with all below it.</summary>
    [Id(5)] public bool IsPurged { get; init; }
}
