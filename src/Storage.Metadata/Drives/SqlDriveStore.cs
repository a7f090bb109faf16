using FileStorage.Core.Entries;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Shards;

namespace FileStorage.Storage.Metadata.Drives;

/// <summary>The rows of drives in SQL. The states in the texts are those of the partial indexes, so they are literals.</summary>
internal sealed class SqlDriveStore(IMetadataShards shards) : IDriveStore
{
    private const string LoadText = $"SELECT {DriveSql.Columns} FROM drives WHERE id = ?1";

    private const string ListDrivesText = $"SELECT {DriveSql.Columns} FROM drives WHERE id > ?1 ORDER BY id LIMIT ?2";

    private const string FindEntryText = $"SELECT {EntrySql.Columns} FROM entries WHERE id = ?1";

    private const string FindChildText =
        $"SELECT {EntrySql.Columns} FROM entries WHERE parent = ?1 AND name = ?2 AND state = 0";

    // Every name is greater than the empty one, since no name is empty.
    private const string ListChildrenText =
        $"SELECT {EntrySql.Columns} FROM entries WHERE parent = ?1 AND name > ?2 AND state = 0 ORDER BY name LIMIT ?3";

    private const string ListFoldersText =
        $"SELECT {EntrySql.Columns} FROM entries WHERE drive = ?1 AND id > ?2 AND kind = 0 ORDER BY id LIMIT ?3";

    private const string CountChildrenText = "SELECT count(*) FROM entries WHERE parent = ?1 AND state = 0";

    private const string CountSubtreeText = """
        WITH RECURSIVE below(id, created_number) AS (
            SELECT id, created_number FROM entries WHERE parent = ?1 AND state = 0
            UNION ALL
            SELECT e.id, e.created_number FROM entries e JOIN below b ON e.parent = b.id WHERE e.state = 0)
        SELECT coalesce(sum(CASE WHEN created_number <= ?2 THEN 1 ELSE 0 END), 0) FROM (SELECT * FROM below LIMIT ?3) AS counted
        """;

    private const string SumSubtreeText = """
        WITH RECURSIVE below(id, kind, size_bytes, kept_bytes) AS (
            SELECT id, kind, size_bytes, kept_bytes FROM entries WHERE parent = ?1 AND state = 0
            UNION ALL
            SELECT e.id, e.kind, e.size_bytes, e.kept_bytes FROM entries e JOIN below b ON e.parent = b.id WHERE e.state = 0)
        SELECT
            coalesce(sum(CASE WHEN kind = ?2 THEN 1 ELSE 0 END), 0),
            coalesce(sum(CASE WHEN kind = ?3 THEN 1 ELSE 0 END), 0),
            coalesce(sum(size_bytes), 0),
            coalesce(sum(kept_bytes), 0)
        FROM (SELECT * FROM below LIMIT ?4) AS counted
        """;

    private const string ListTrashText =
        $"SELECT {EntrySql.Columns} FROM entries WHERE drive = ?1 AND id > ?2 AND state = 1 ORDER BY id LIMIT ?3";

    private const string ListPurgingText =
        $"SELECT {EntrySql.Columns} FROM entries WHERE drive = ?1 AND state = 2 ORDER BY id LIMIT ?2";

    private const string ReadJournalText =
        $"SELECT {JournalSql.Columns} FROM journal WHERE drive = ?1 AND number > ?2 ORDER BY number LIMIT ?3";

    private const string FindOldestText = "SELECT number FROM journal WHERE drive = ?1 ORDER BY number LIMIT 1";

    private const string FindOperationText = $"SELECT {JournalSql.Columns} FROM journal WHERE drive = ?1 AND operation = ?2";

    private const string FindRewindText = $"SELECT {RewindSql.Columns} FROM rewinds WHERE drive = ?1 AND operation = ?2";

    private const string ListRewindsBeforeText =
        $"SELECT {RewindSql.Columns} FROM rewinds WHERE drive = ?1 AND from_number < ?2 ORDER BY from_number DESC, at DESC LIMIT ?3";

    private const string ListRewindsText =
        $"SELECT {RewindSql.Columns} FROM rewinds WHERE drive = ?1 AND state = 0 ORDER BY operation LIMIT ?2";

    private const string ReadInboxText = $"SELECT {InboxSql.Columns} FROM inbox WHERE drive = ?1 ORDER BY version LIMIT ?2";

    private const string FindInboxText = $"SELECT {InboxSql.Columns} FROM inbox WHERE drive = ?1 AND version = ?2";

    private const string ListDrivesWithInboxText = "SELECT drive FROM inbox WHERE at < ?1 UNION SELECT drive FROM rewinds WHERE state = 0 AND at < ?1 ORDER BY drive LIMIT ?2";

    private const string ListGrantsText =
        $"SELECT {GrantSql.Columns} FROM grants WHERE drive = ?1 ORDER BY entry, kind, grantee LIMIT ?2";

    private const string ListMountsText =
        $"SELECT {EntrySql.Columns} FROM entries WHERE drive = ?1 AND target_entry IS NOT NULL ORDER BY id LIMIT ?2";

    public ValueTask<DriveRow?> LoadDriveAsync(Guid driveId, CancellationToken cancellationToken) =>
        shards.OfDrive(driveId).QueryFirstAsync(new SqlStatement(LoadText, driveId).AsLookup(), DriveSql.Read, cancellationToken);

    public ValueTask<List<DriveRow>> ListDrivesAsync(Guid? afterDriveId, int limit, CancellationToken cancellationToken) =>
        ShardPages.ReadAsync(
            shards,
            afterDriveId ?? Guid.Empty,
            PageLimit.Check(limit),
            (database, after, count) => database.QueryAsync(new SqlStatement(ListDrivesText, after, count), DriveSql.Read, cancellationToken),
            static row => row.Id,
            order: null,
            static (shard, row) => shard.HasDrive(row.Id),
            cancellationToken);

    public ValueTask<EntryRow?> FindEntryAsync(Guid driveId, Guid entryId, CancellationToken cancellationToken) =>
        shards.OfDrive(driveId).QueryFirstAsync(new SqlStatement(FindEntryText, entryId).AsLookup(), EntrySql.Read, cancellationToken);

    public ValueTask<EntryRow?> FindChildAsync(Guid driveId, Guid parentId, string name, CancellationToken cancellationToken) =>
        shards.OfDrive(driveId).QueryFirstAsync(new SqlStatement(FindChildText, parentId, name).AsLookup(), EntrySql.Read, cancellationToken);

    public ValueTask<List<EntryRow>> ListChildrenAsync(
        Guid driveId, Guid parentId, string? afterName, int limit, CancellationToken cancellationToken) =>
        shards.OfDrive(driveId).QueryAsync(
            new SqlStatement(ListChildrenText, parentId, afterName ?? string.Empty, PageLimit.Check(limit)),
            EntrySql.Read,
            cancellationToken);

    public ValueTask<List<EntryRow>> ListFoldersAsync(
        Guid driveId, Guid afterFolderId, int limit, CancellationToken cancellationToken) =>
        shards.OfDrive(driveId).QueryAsync(
            new SqlStatement(ListFoldersText, driveId, afterFolderId, PageLimit.Check(limit)), EntrySql.Read, cancellationToken);

    public ValueTask<long> CountChildrenAsync(Guid driveId, Guid parentId, CancellationToken cancellationToken) =>
        shards.OfDrive(driveId).QueryFirstAsync(
            new SqlStatement(CountChildrenText, parentId), static row => row.GetInteger(0), cancellationToken);

    public ValueTask<SubtreeSum> SumSubtreeAsync(Guid driveId, Guid folderId, long maxEntries, CancellationToken cancellationToken) =>
        shards.OfDrive(driveId).QueryFirstAsync(
            new SqlStatement(SumSubtreeText, folderId, (long)EntryKind.File, (long)EntryKind.Folder, maxEntries),
            static row => new SubtreeSum(row.GetInteger(0), row.GetInteger(1), row.GetInteger(2), row.GetInteger(3)),
            cancellationToken);

    public ValueTask<long> CountSubtreeAsync(Guid driveId, Guid folderId, long createdUpTo, long maxEntries, CancellationToken cancellationToken) =>
        shards.OfDrive(driveId).QueryFirstAsync(
            new SqlStatement(CountSubtreeText, folderId, createdUpTo, maxEntries), static row => row.GetInteger(0), cancellationToken);

    public ValueTask<List<EntryRow>> ListTrashAsync(
        Guid driveId, Guid? afterEntryId, int limit, CancellationToken cancellationToken) =>
        shards.OfDrive(driveId).QueryAsync(
            new SqlStatement(ListTrashText, driveId, afterEntryId ?? Guid.Empty, PageLimit.Check(limit)),
            EntrySql.Read,
            cancellationToken);

    public ValueTask<List<EntryRow>> ListPurgingAsync(Guid driveId, int limit, CancellationToken cancellationToken) =>
        shards.OfDrive(driveId).QueryAsync(
            new SqlStatement(ListPurgingText, driveId, PageLimit.Check(limit)), EntrySql.Read, cancellationToken);

    public ValueTask<List<JournalRow>> ReadJournalAsync(
        Guid driveId, long afterNumber, int limit, CancellationToken cancellationToken) =>
        shards.OfDrive(driveId).QueryAsync(
            new SqlStatement(ReadJournalText, driveId, afterNumber, PageLimit.Check(limit)), JournalSql.Read, cancellationToken);

    public ValueTask<long?> FindOldestJournalNumberAsync(Guid driveId, CancellationToken cancellationToken) =>
        shards.OfDrive(driveId).QueryFirstAsync(
            new SqlStatement(FindOldestText, driveId), static row => (long?)row.GetInteger(0), cancellationToken);

    public ValueTask<JournalRow?> FindOperationAsync(Guid driveId, Guid operationId, CancellationToken cancellationToken) =>
        shards.OfDrive(driveId).QueryFirstAsync(new SqlStatement(FindOperationText, driveId, operationId).AsLookup(), JournalSql.Read, cancellationToken);

    public ValueTask<RewindRow?> FindRewindAsync(Guid driveId, Guid operationId, CancellationToken cancellationToken) =>
        shards.OfDrive(driveId).QueryFirstAsync(new SqlStatement(FindRewindText, driveId, operationId), RewindSql.Read, cancellationToken);

    public ValueTask<List<RewindRow>> ListRewindsBeforeAsync(Guid driveId, long number, int limit, CancellationToken cancellationToken) =>
        shards.OfDrive(driveId).QueryAsync(
            new SqlStatement(ListRewindsBeforeText, driveId, number, PageLimit.Check(limit)), RewindSql.Read, cancellationToken);

    public ValueTask<List<RewindRow>> ListRunningRewindsAsync(Guid driveId, int limit, CancellationToken cancellationToken) =>
        shards.OfDrive(driveId).QueryAsync(new SqlStatement(ListRewindsText, driveId, PageLimit.Check(limit)), RewindSql.Read, cancellationToken);

    public ValueTask<List<InboxRow>> ReadInboxAsync(Guid driveId, int limit, CancellationToken cancellationToken) =>
        shards.OfDrive(driveId).QueryAsync(new SqlStatement(ReadInboxText, driveId, PageLimit.Check(limit)), InboxSql.Read, cancellationToken);

    public ValueTask<InboxRow?> FindInboxAsync(Guid driveId, Guid versionId, CancellationToken cancellationToken) =>
        shards.OfDrive(driveId).QueryFirstAsync(new SqlStatement(FindInboxText, driveId, versionId).AsLookup(), InboxSql.Read, cancellationToken);

    public ValueTask<List<Guid>> ListDrivesWithInboxAsync(
        long beforeUnixMilliseconds, int limit, CancellationToken cancellationToken) =>
        ShardPages.ReadFirstAsync(
            shards,
            PageLimit.Check(limit),
            database => database.QueryAsync(
                new SqlStatement(ListDrivesWithInboxText, beforeUnixMilliseconds, limit), static row => row.GetGuid(0), cancellationToken),
            static id => id,
            order: null,
            static (shard, id) => shard.HasDrive(id),
            cancellationToken);

    public ValueTask<List<GrantRow>> ListGrantsAsync(Guid driveId, int limit, CancellationToken cancellationToken) =>
        shards.OfDrive(driveId).QueryAsync(new SqlStatement(ListGrantsText, driveId, PageLimit.Check(limit)), GrantSql.Read, cancellationToken);

    public ValueTask<List<EntryRow>> ListMountsAsync(Guid driveId, int limit, CancellationToken cancellationToken) =>
        shards.OfDrive(driveId).QueryAsync(new SqlStatement(ListMountsText, driveId, PageLimit.Check(limit)), EntrySql.Read, cancellationToken);

    public ValueTask<WriteOutcome> CommitAsync(DriveCommit commit, CancellationToken cancellationToken) =>
        shards.OfDrive(commit.Drive.Id).WriteAsync(DriveWrite.Of(commit), cancellationToken);
}
