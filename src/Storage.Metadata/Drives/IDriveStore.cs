using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Drives;

/// <summary>
/// The rows of drives. Only the Drive grain commits; reads may come from anywhere and see everything committed before they began.
/// Each method is one query of one snapshot unless it says otherwise.
/// </summary>
public interface IDriveStore
{
    ValueTask<DriveRow?> LoadDriveAsync(Guid driveId, CancellationToken cancellationToken);

    /// <summary>Drives by id after <paramref name="afterDriveId"/> (null: from the start).</summary>
    ValueTask<List<DriveRow>> ListDrivesAsync(Guid? afterDriveId, int limit, CancellationToken cancellationToken);

    ValueTask<EntryRow?> FindEntryAsync(Guid driveId, Guid entryId, CancellationToken cancellationToken);

    /// <summary>The live entry of this name, compared by bytes, or null.</summary>
    ValueTask<EntryRow?> FindChildAsync(Guid driveId, Guid parentId, string name, CancellationToken cancellationToken);

    /// <summary>Live children in the order of their names' UTF-8 bytes, after <paramref name="afterName"/> (null: from the start).</summary>
    ValueTask<List<EntryRow>> ListChildrenAsync(Guid driveId, Guid parentId, string? afterName, int limit, CancellationToken cancellationToken);

    /// <summary>The folders of a drive, of whatever state, by id after <paramref name="afterFolderId"/>.</summary>
    ValueTask<List<EntryRow>> ListFoldersAsync(Guid driveId, Guid afterFolderId, int limit, CancellationToken cancellationToken);

    /// <summary>How many live children a folder has.</summary>
    ValueTask<long> CountChildrenAsync(Guid driveId, Guid parentId, CancellationToken cancellationToken);

    /// <summary>
    /// What all live files below a folder hold, at any depth, with the folder's own numbers left out. Looks at <paramref name="maxEntries"/> at most: a sum of
    /// so many files and folders may lack the rest.
    /// </summary>
    ValueTask<SubtreeSum> SumSubtreeAsync(Guid driveId, Guid folderId, long maxEntries, CancellationToken cancellationToken);

    /// <summary>
    /// How many live files and folders below a folder, at any depth, were made by the journal's number <paramref name="createdUpTo"/> or before. Looks at
    /// <paramref name="maxEntries"/> at most.
    /// </summary>
    ValueTask<long> CountSubtreeAsync(Guid driveId, Guid folderId, long createdUpTo, long maxEntries, CancellationToken cancellationToken);

    /// <summary>Trashed roots of a drive by id, after <paramref name="afterEntryId"/> (null: from the start).</summary>
    ValueTask<List<EntryRow>> ListTrashAsync(Guid driveId, Guid? afterEntryId, int limit, CancellationToken cancellationToken);

    /// <summary>Entries of a drive that are being purged, by id. What lies below them is live and found by its parent.</summary>
    ValueTask<List<EntryRow>> ListPurgingAsync(Guid driveId, int limit, CancellationToken cancellationToken);

    /// <summary>Journal rows with a number above <paramref name="afterNumber"/>, oldest first.</summary>
    ValueTask<List<JournalRow>> ReadJournalAsync(Guid driveId, long afterNumber, int limit, CancellationToken cancellationToken);

    /// <summary>The lowest number the journal still holds, or null where it is empty.</summary>
    ValueTask<long?> FindOldestJournalNumberAsync(Guid driveId, CancellationToken cancellationToken);

    /// <summary>The journal row of an operation that was committed, or null.</summary>
    ValueTask<JournalRow?> FindOperationAsync(Guid driveId, Guid operationId, CancellationToken cancellationToken);

    /// <summary>The rewind that a command asked for, or null.</summary>
    ValueTask<RewindRow?> FindRewindAsync(Guid driveId, Guid operationId, CancellationToken cancellationToken);

    /// <summary>The rewinds that began before a journal number was written, the last one first.</summary>
    ValueTask<List<RewindRow>> ListRewindsBeforeAsync(Guid driveId, long number, int limit, CancellationToken cancellationToken);

    /// <summary>Rewinds of a drive that have begun and not ended.</summary>
    ValueTask<List<RewindRow>> ListRunningRewindsAsync(Guid driveId, int limit, CancellationToken cancellationToken);

    /// <summary>What files have left for this drive to carry out, in the order of their version ids.</summary>
    ValueTask<List<InboxRow>> ReadInboxAsync(Guid driveId, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// The inbox row of one version, or null where the drive has carried it out, or was told that the version is undone. One
    /// indexed read.
    /// </summary>
    ValueTask<InboxRow?> FindInboxAsync(Guid driveId, Guid versionId, CancellationToken cancellationToken);

    /// <summary>Drives that have anything in their inbox from before a time, or a rewind that has not ended: what a crash left behind.</summary>
    ValueTask<List<Guid>> ListDrivesWithInboxAsync(long beforeUnixMilliseconds, int limit, CancellationToken cancellationToken);

    /// <summary>Grants of a drive, those that were taken back and are not forgotten included, by entry and grantee.</summary>
    ValueTask<List<GrantRow>> ListGrantsAsync(Guid driveId, int limit, CancellationToken cancellationToken);

    /// <summary>Entries of a drive, of whatever state, where an entry of another drive is shown, by id.</summary>
    ValueTask<List<EntryRow>> ListMountsAsync(Guid driveId, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Applies a commit wholly or not at all; on <see cref="WriteOutcome.Committed"/> it is durable. A conflict means another
    /// activation wrote this drive (or a name, id, number or operation is taken): read everything anew.
    /// </summary>
    /// <exception cref="ArgumentException">The row versions or drive ids inside the commit do not belong together.</exception>
    /// <inheritdoc cref="IMetadataDatabase.WriteAsync"/>
    ValueTask<WriteOutcome> CommitAsync(DriveCommit commit, CancellationToken cancellationToken);
}
