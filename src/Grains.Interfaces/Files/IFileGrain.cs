using FileStorage.Grains.Interfaces.History;

namespace FileStorage.Grains.Interfaces.Files;

/// <summary>
/// The version history of one file: the only writer of its versions. Keyed by the id of its entry. Questions name the file's drive, which says
/// where its rows lie.
/// </summary>
[Alias("file"), GrainInterfaceType("file")]
public interface IFileGrain : IGrainWithGuidKey
{
    /// <summary>
    /// Writes a version (the commit point), then has the drive show it. On <see cref="CommitOutcome.Committed"/> both are
    /// durable. Safe to repeat with the same version id. A crash between the two is finished by the drive from its inbox.
    /// </summary>
    [Alias("commit")]
    Task<CommitOutcome> CommitAsync(VersionCommit commit, CancellationToken cancellationToken = default);

    /// <summary>
    /// What committing a version led to, where it was committed before and the file is still there: the answer to a repeat that comes so
    /// late that its place or its precondition is gone. Null where there is no such version. Without a drive all databases are asked.
    /// </summary>
    [Alias("find-committed")]
    Task<CommitOutcome.Committed?> FindCommittedAsync(Guid versionId, Guid? driveId, CancellationToken cancellationToken = default);

    /// <summary>How an edit of a version (null: of none that is known) stands to the newest one, by their vectors; null if there is no file.</summary>
    [Alias("judge")]
    Task<EditStanding?> JudgeEditAsync(Guid? baseVersionId, Guid driveId, CancellationToken cancellationToken = default);

    /// <summary>The version with this number, or null.</summary>
    [Alias("find"), Orleans.Concurrency.ReadOnly]
    Task<FileVersion?> FindAsync(long number, Guid driveId, CancellationToken cancellationToken = default);

    /// <summary>Versions below <paramref name="beforeNumber"/>, newest first; at most 1,000. Where there are more, at least one.</summary>
    [Alias("list"), Orleans.Concurrency.ReadOnly]
    Task<FileVersionPage> ListAsync(long beforeNumber, int limit, Guid driveId, CancellationToken cancellationToken = default);

    /// <summary>Whether this version was ever written and not purged: what settles a chunk's expired lease.</summary>
    [Alias("has-version"), Orleans.Concurrency.AlwaysInterleave]
    Task<bool> HasVersionAsync(Guid versionId, Guid driveId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Finishes what a crash left of a version: shows it in its drive, or undoes it where the drive refuses. The drive calls it
    /// for old rows of its inbox. Safe to repeat.
    /// </summary>
    [Alias("settle")]
    Task SettleAsync(VersionNotice notice, CancellationToken cancellationToken = default);

    /// <summary>
    /// Lets go of versions that a policy keeps no longer, at most a hundred, never of the newest; says of how many. Safe to repeat; the
    /// collector calls it.
    /// </summary>
    [Alias("thin")]
    Task<int> ThinAsync(HistoryPolicy policy, Guid driveId, CancellationToken cancellationToken = default);

    /// <summary>Finishes letting go of a version that a crash interrupted. The drive calls it for rows of its inbox. Safe to repeat.</summary>
    [Alias("finish-thinning")]
    Task FinishThinningAsync(ThinnedVersion thinned, CancellationToken cancellationToken = default);

    /// <summary>Gives all references back and removes all versions. Safe to repeat; the drive calls it for a purged entry.</summary>
    [Alias("purge")]
    Task PurgeAsync(Guid driveId, CancellationToken cancellationToken = default);
}
