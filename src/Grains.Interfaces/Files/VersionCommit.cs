using FileStorage.Grains.Interfaces.Sharing;

namespace FileStorage.Grains.Interfaces.Files;

/// <summary>A new version of a file, all of whose chunks are durable and held by <see cref="VersionId"/>.</summary>
[GenerateSerializer, Immutable, Alias("file.version-commit")]
public sealed record VersionCommit
{
    /// <summary>Chosen by the caller once and kept across retries: it is the operation id too.</summary>
    [Id(0)] public required Guid VersionId { get; init; }

    [Id(1)] public required Guid DriveId { get; init; }

    /// <summary>Where a file that does not exist yet is to appear; ignored for one that does.</summary>
    [Id(2)] public required Guid ParentId { get; init; }

    /// <summary>Its valid, normalized name there.</summary>
    [Id(3)] public required string Name { get; init; }

    [Id(4)] public required VersionPrecondition Precondition { get; init; }

    /// <summary>The version that must be the newest, for <see cref="VersionPrecondition.Matches"/>.</summary>
    [Id(5)] public Guid ExpectedVersionId { get; init; }

    [Id(6)] public required StoredManifest Manifest { get; init; }

    [Id(7)] public required DateTimeOffset ModifiedAt { get; init; }

    [Id(8)] public required bool Executable { get; init; }

    [Id(9)] public required Guid DeviceId { get; init; }

    [Id(10)] public required Guid UserId { get; init; }

    /// <summary>Until when the chunks are held without the version; a commit that comes later is refused.</summary>
    [Id(11)] public required DateTimeOffset LeasedUntil { get; init; }

    /// <summary>The caller has just drawn the file's id, so that nothing of it can be stored yet, save by a repeat of this very commit.</summary>
    [Id(12)] public bool IsNewFile { get; init; }

    /// <summary>
    /// The reference on the content's only chunk is being written at this moment: the version is written only if it was there first, else
    /// the answer is <see cref="CommitOutcome.LeaseExpired"/>, and the commit may be sent again when the reference is known to be durable.
    /// </summary>
    [Id(13)] public bool IsLeaseUnderWay { get; init; }

    /// <summary>Who commits, where that is not known to be the drive's owner. Null: no question.</summary>
    [Id(14)] public Viewer? Viewer { get; init; }

    /// <summary>For a version that is taken over from another file's history: its time and author there. Null: this commit's.</summary>
    [Id(15)] public VersionOrigin? Origin { get; init; }
}
