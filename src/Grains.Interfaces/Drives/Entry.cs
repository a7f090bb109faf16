using System.Collections.Immutable;
using FileStorage.Core.Chunks;
using FileStorage.Core.Entries;
using FileStorage.Grains.Interfaces.Sharing;

namespace FileStorage.Grains.Interfaces.Drives;

/// <summary>A file or folder as its drive shows it.</summary>
[GenerateSerializer, Immutable, Alias("drive.entry")]
public sealed record Entry
{
    [Id(0)] public required Guid Id { get; init; }

    [Id(1)] public required Guid DriveId { get; init; }

    /// <summary>Empty for the root, whose id is the drive's.</summary>
    [Id(2)] public required Guid ParentId { get; init; }

    [Id(3)] public required string Name { get; init; }

    [Id(4)] public required EntryKind Kind { get; init; }

    /// <summary>
    /// Changes if and only if the file, or anything below the folder, changed; never repeats; survives a move. Without quotes.
    /// </summary>
    [Id(5)] public required string Etag { get; init; }

    /// <summary>Bytes of the newest version; 0 for a folder.</summary>
    [Id(6)] public long SizeBytes { get; init; }

    [Id(7)] public Guid VersionId { get; init; }

    [Id(8)] public long VersionNumber { get; init; }

    /// <summary>SHA-256 of the content, where the server has computed it.</summary>
    [Id(9)] public ChunkId? Sha256 { get; init; }

    [Id(10)] public required DateTimeOffset ModifiedAt { get; init; }

    [Id(11)] public bool Executable { get; init; }

    [Id(12)] public DateTimeOffset? TrashedAt { get; init; }

    /// <summary>Names from the root down to this entry, where the call asked for them; empty for the root.</summary>
    [Id(13)] public ImmutableArray<string> Path { get; init; } = [];

    /// <summary>What is shown here, where this is the place of something that was shared; null elsewhere.</summary>
    [Id(14)] public MountTarget? Target { get; init; }
}
