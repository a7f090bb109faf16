using System.Collections.Immutable;

namespace FileStorage.Grains.Interfaces.WebDav;

/// <summary>What WebDAV keeps of a drive, at one moment.</summary>
[GenerateSerializer, Immutable, Alias("dav.drive-state")]
public sealed record DavDriveState
{
    public static readonly DavDriveState Empty = new();

    /// <summary>The locks that have not expired.</summary>
    [Id(0)] public ImmutableArray<DavLock> Locks { get; init; } = [];

    /// <summary>The shards (<see cref="DavPropertyShards"/>) in which there are dead properties: a bit each.</summary>
    [Id(1)] public long PropertyShards { get; init; }
}
