using System.Collections.Immutable;
using FileStorage.Grains.Interfaces.Sharing;

namespace FileStorage.Grains.Interfaces.Drives;

/// <summary>
/// One tree of names: the only writer of its entries, its trash and its journal. Commands that wait together are decided in
/// memory one after the other, written in one transaction, then answered. Keyed by drive id.
/// </summary>
[Alias("drive"), GrainInterfaceType("drive")]
public interface IDriveGrain : IGrainWithGuidKey
{
    /// <summary>Makes the drive with its root folder, or sets the quota of one that exists. Safe to repeat.</summary>
    [Alias("open")]
    Task OpenAsync(Guid ownerId, long quotaBytes, CancellationToken cancellationToken = default);

    [Alias("summary")]
    Task<DriveSummary> GetSummaryAsync(CancellationToken cancellationToken = default);

    /// <summary>Follows a path of normalized names from the root.</summary>
    [Alias("resolve")]
    Task<Resolution> ResolveAsync(ImmutableArray<string> path, CancellationToken cancellationToken = default);

    /// <summary>An entry with its path, live or in the trash; null if there is none.</summary>
    [Alias("find")]
    Task<Entry?> FindAsync(Guid entryId, CancellationToken cancellationToken = default);

    /// <summary>A name in a live folder: <see cref="Resolution.Deepest"/> is the entry there or else the folder. Null if there is no such folder.</summary>
    [Alias("look-up")]
    Task<Resolution?> LookUpAsync(Guid folderId, string name, CancellationToken cancellationToken = default);

    /// <summary>Live entries of a folder by name (ordinal order of UTF-8) after <paramref name="afterName"/>; at most 1,000; null if there is no such folder.</summary>
    [Alias("list")]
    Task<EntryPage?> ListAsync(Guid folderId, string? afterName, int limit, CancellationToken cancellationToken = default);

    /// <summary>What was put into the trash (not what lies below it), by id after <paramref name="after"/>, each with the path it had; at most 1,000.</summary>
    [Alias("list-trash")]
    Task<EntryPage> ListTrashAsync(Guid? after, int limit, CancellationToken cancellationToken = default);

    /// <summary>Does a command; durable on return.</summary>
    [Alias("execute")]
    Task<DriveOutcome> ExecuteAsync(DriveCommand command, CancellationToken cancellationToken = default);

    /// <summary>Shows a version that its File grain has written; durable on return. Called by File grains only. Safe to repeat.</summary>
    [Alias("accept")]
    Task<DriveOutcome> AcceptAsync(VersionArrival arrival, CancellationToken cancellationToken = default);

    /// <summary>
    /// Forgets an inbox row: one that was refused, when its version is undone, or (<paramref name="evenIfPending"/>) any, when its
    /// file is purged. Called by File grains only. Safe to repeat.
    /// </summary>
    [Alias("forget")]
    Task ForgetAsync(Guid versionId, bool evenIfPending, CancellationToken cancellationToken = default);

    /// <summary>
    /// Finishes what is due: old inbox rows, and a bounded part of what is being purged. True if more is left. The drive does it by
    /// itself while it is active; the sweeper calls it for the others.
    /// </summary>
    [Alias("tidy")]
    Task<bool> TidyAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Changes after a cursor, at most 1,000; without one the first listing: everything there is, the trash included, page by page,
    /// then what changed since it began. A child may be told before its parent. Nothing is told that is not committed.
    /// </summary>
    [Alias("changes")]
    Task<ChangeOutcome> ReadChangesAsync(DriveCursor? cursor, int limit, CancellationToken cancellationToken = default);

    /// <summary>An entry as a viewer sees it, live or in the trash, with what they may do; null where they see nothing of it.</summary>
    [Alias("find-as")]
    Task<SharedEntry?> FindAsAsync(Viewer viewer, Guid entryId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Follows a path of normalized names from a folder as a viewer does; paths in the answer begin there. Null where they may not read
    /// the folder.
    /// </summary>
    [Alias("resolve-as")]
    Task<Resolution?> ResolveAsAsync(
        Viewer viewer, Guid rootId, ImmutableArray<string> path, CancellationToken cancellationToken = default);

    /// <summary>As <see cref="ListAsync"/>, of what a viewer may read; null also where they may not read the folder.</summary>
    [Alias("list-as")]
    Task<EntryPage?> ListAsAsync(
        Viewer viewer, Guid folderId, string? afterName, int limit, CancellationToken cancellationToken = default);

    /// <summary>As <see cref="ListTrashAsync"/>, of what a viewer may read below a folder; paths begin there.</summary>
    [Alias("list-trash-as")]
    Task<EntryPage> ListTrashAsAsync(
        Viewer viewer, Guid rootId, Guid? after, int limit, CancellationToken cancellationToken = default);

    /// <summary>
    /// As <see cref="ReadChangesAsync"/>, of what a viewer may read of some entries and below them: what comes into their sight is told, and what
    /// leaves it is told as purged, with nothing but its id. Each entry is told once, also where one of those entries lies below another.
    /// </summary>
    [Alias("changes-as")]
    Task<ChangeOutcome> ReadChangesAsAsync(
        Viewer viewer, ImmutableArray<Guid> rootIds, DriveCursor? cursor, int limit, CancellationToken cancellationToken = default);

    /// <summary>Grants on an entry and on those above it, from the entry up; with a viewer, nothing from above what they may share.</summary>
    [Alias("list-grants")]
    Task<ImmutableArray<EntryGrant>> ListGrantsAsync(Viewer? viewer, Guid entryId, CancellationToken cancellationToken = default);

    /// <summary>The entries of this drive on which anything is granted, by id.</summary>
    [Alias("list-shared")]
    Task<ImmutableArray<Entry>> ListSharedAsync(CancellationToken cancellationToken = default);

    /// <summary>On which entries anything is granted, by id; with a viewer, those that they may share, without what closes a folder.</summary>
    [Alias("list-share-marks")]
    Task<ImmutableArray<ShareMark>> ListShareMarksAsync(Viewer? viewer, CancellationToken cancellationToken = default);

    /// <summary>
    /// Bytes of the newest versions of the live files below folders, in their order. Null where there is no such folder, and where to sum it up would take
    /// too long. Mounts do not count: what they show is another drive's.
    /// </summary>
    [Alias("sum-folders")]
    Task<ImmutableArray<long?>> SumFoldersAsync(ImmutableArray<Guid> folderIds, CancellationToken cancellationToken = default);

    /// <summary>The places in this drive where something of other drives is shown, by id, those in the trash included.</summary>
    [Alias("list-mounts")]
    Task<ImmutableArray<Mount>> ListMountsAsync(CancellationToken cancellationToken = default);
}
