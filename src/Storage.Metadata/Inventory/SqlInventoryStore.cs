using FileStorage.Core.Chunks;
using FileStorage.Storage.Metadata.Chunks;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Drives;
using FileStorage.Storage.Metadata.Files;
using FileStorage.Storage.Metadata.Shards;

namespace FileStorage.Storage.Metadata.Inventory;

/// <summary>Everything there is, in SQL.</summary>
internal sealed class SqlInventoryStore(IMetadataShards shards) : IInventoryStore
{
    private const string ListVersionsText =
        $"SELECT {VersionSql.Columns} FROM versions WHERE (file, number) > (?1, ?2) ORDER BY file, number LIMIT ?3";

    private const string ListEntriesText = $"SELECT {EntrySql.Columns} FROM entries WHERE id > ?1 ORDER BY id LIMIT ?2";

    private const string ListReferencesText =
        $"SELECT {ChunkSql.ReferenceColumns} FROM chunks WHERE (id, owner, version) > (?1, ?2, ?3) AND owner > ?4 "
        + "ORDER BY id, owner, version LIMIT ?5";

    private const string SumKeptText = "SELECT drive, count(*), sum(kept_bytes) FROM entries GROUP BY drive ORDER BY drive";

    // By the indexes that there are: of folders by drive, of live entries by folder, and of the others by drive.
    private const string SumKeptOfDriveText = """
        SELECT coalesce(sum(kept_bytes), 0) FROM (
            SELECT e.kept_bytes FROM entries f JOIN entries e ON e.parent = f.id AND e.state = 0 WHERE f.drive = ?1 AND f.kind = 0
            UNION ALL SELECT kept_bytes FROM entries WHERE drive = ?1 AND state = 1
            UNION ALL SELECT kept_bytes FROM entries WHERE drive = ?1 AND state = 2) AS kept
        """;

    private const string ListDocumentKeysText = "SELECT key FROM documents WHERE kind = ?1 AND key > ?2 ORDER BY key LIMIT ?3";

    private const string ListDrivesText = "SELECT id, epoch, next_number - 1 FROM drives WHERE id > ?1 ORDER BY id LIMIT ?2";

    private const string CountText = """
        SELECT
            (SELECT count(*) FROM drives),
            (SELECT count(*) FROM entries),
            (SELECT count(*) FROM journal),
            (SELECT count(*) FROM inbox),
            (SELECT count(*) FROM versions),
            (SELECT count(*) FROM chunks WHERE owner = ?1),
            (SELECT count(*) FROM chunks WHERE owner > ?1),
            (SELECT count(*) FROM garbage),
            (SELECT count(*) FROM documents),
            (SELECT count(*) FROM claims)
        """;

    public ValueTask<List<VersionRow>> ListVersionsAsync(
        VersionPosition? after, int limit, CancellationToken cancellationToken)
    {
        var position = after ?? default;
        return ShardPages.ReadAsync(
            shards,
            (position.FileId, position.Number),
            PageLimit.Check(limit),
            (database, from, count) => database.QueryAsync(
                new SqlStatement(ListVersionsText, from.FileId, from.Number, count), VersionSql.Read, cancellationToken),
            static row => (row.FileId, row.Number),
            order: null,
            static (shard, row) => shard.HasDrive(row.DriveId),
            cancellationToken);
    }

    public ValueTask<List<string>> ListDocumentKeysAsync(
        string kind, string? afterKey, int limit, CancellationToken cancellationToken) =>
        ShardPages.ReadAsync(
            shards,
            afterKey ?? "",
            PageLimit.Check(limit),
            (database, from, count) => database.QueryAsync(
                new SqlStatement(ListDocumentKeysText, kind, from, count), static row => row.GetText(0), cancellationToken),
            static key => key,
            DatabaseOrder.OfTexts,
            (shard, key) => shard.HasKey(kind, key),
            cancellationToken);

    public ValueTask<List<DriveJournal>> ListDrivesAsync(Guid? afterDriveId, int limit, CancellationToken cancellationToken) =>
        ShardPages.ReadAsync(
            shards,
            afterDriveId ?? Guid.Empty,
            PageLimit.Check(limit),
            (database, from, count) => database.QueryAsync(
                new SqlStatement(ListDrivesText, from, count),
                static row => new DriveJournal(row.GetGuid(0), row.GetInteger(1), row.GetInteger(2)),
                cancellationToken),
            static drive => drive.DriveId,
            order: null,
            static (shard, drive) => shard.HasDrive(drive.DriveId),
            cancellationToken);

    public ValueTask<List<EntryRow>> ListEntriesAsync(Guid? afterEntryId, int limit, CancellationToken cancellationToken) =>
        ShardPages.ReadAsync(
            shards,
            afterEntryId ?? Guid.Empty,
            PageLimit.Check(limit),
            (database, from, count) => database.QueryAsync(new SqlStatement(ListEntriesText, from, count), EntrySql.Read, cancellationToken),
            static row => row.Id,
            order: null,
            static (shard, row) => shard.HasDrive(row.DriveId),
            cancellationToken);

    public ValueTask<List<ChunkReferenceRow>> ListReferencesAsync(
        ChunkReferenceRow? after, int limit, CancellationToken cancellationToken) =>
        ShardPages.ReadAsync(
            shards,
            after is { } last ? (last.ChunkId, last.OwnerId, last.VersionId) : ((ChunkId, Guid, Guid)?)null,
            PageLimit.Check(limit),
            (database, from, count) => database.QueryAsync(ToQuery(from, count), ChunkSql.ReadReference, cancellationToken),
            static row => (row.ChunkId, row.OwnerId, row.VersionId),
            order: null,
            static (shard, row) => shard.HasChunk(row.ChunkId),
            cancellationToken);

    public ValueTask<List<DriveUsage>> SumKeptBytesAsync(CancellationToken cancellationToken) =>
        ShardPages.ReadFirstAsync(
            shards,
            int.MaxValue,
            database => database.QueryAsync(
                new SqlStatement(SumKeptText),
                static row => new DriveUsage(row.GetGuid(0), row.GetInteger(1), row.GetInteger(2)),
                cancellationToken),
            static usage => usage.DriveId,
            order: null,
            static (shard, usage) => shard.HasDrive(usage.DriveId),
            cancellationToken);

    public ValueTask<long> SumKeptBytesAsync(Guid driveId, CancellationToken cancellationToken) =>
        shards.OfDrive(driveId).QueryFirstAsync(
            new SqlStatement(SumKeptOfDriveText, driveId), static row => row.GetInteger(0), cancellationToken);

    public ValueTask<MetadataCounts> CountAsync(CancellationToken cancellationToken) => shards.AskAllAsync(
        async all =>
        {
            MetadataCounts? sum = null;
            foreach (var shard in all)
            {
                var counts = (await shard.Database.QueryFirstAsync(new SqlStatement(CountText, ChunkSql.Own), ReadCounts, cancellationToken))!;
                sum = sum is null ? counts : sum.Plus(counts);
            }

            return sum!;
        },
        cancellationToken);

    public ValueTask<List<string>> CheckIntegrityAsync(CancellationToken cancellationToken) => shards.AskAllAsync(
        async all =>
        {
            var findings = new List<string>();
            for (var number = 0; number < all.Count; number++)
            {
                var found = await all[number].Database.CheckIntegrityAsync(cancellationToken);
                findings.AddRange(all.Count == 1 ? found : found.Select(finding => $"database {number}: {finding}"));
            }

            return findings;
        },
        cancellationToken);

    private static SqlStatement ToQuery((ChunkId Chunk, Guid Owner, Guid Version)? after, int count)
    {
        var (id, owner, version) = after is { } last
            ? ((SqlValue)last.Chunk, (SqlValue)last.Owner, (SqlValue)last.Version)
            : (ChunkSql.Own, ChunkSql.Own, ChunkSql.Own);
        return new SqlStatement(ListReferencesText, id, owner, version, ChunkSql.Own, count);
    }

    private static MetadataCounts ReadCounts(SqlRow row) => new()
    {
        Drives = row.GetInteger(0),
        Entries = row.GetInteger(1),
        JournalRows = row.GetInteger(2),
        InboxRows = row.GetInteger(3),
        Versions = row.GetInteger(4),
        Chunks = row.GetInteger(5),
        References = row.GetInteger(6),
        GarbageLocations = row.GetInteger(7),
        Documents = row.GetInteger(8),
        Claims = row.GetInteger(9),
    };
}
