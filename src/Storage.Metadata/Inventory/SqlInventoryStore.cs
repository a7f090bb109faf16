using FileStorage.Storage.Metadata.Chunks;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Drives;
using FileStorage.Storage.Metadata.Files;

namespace FileStorage.Storage.Metadata.Inventory;

/// <summary>Everything there is, in SQL.</summary>
internal sealed class SqlInventoryStore(IMetadataDatabase database) : IInventoryStore
{
    private const string ListVersionsText =
        $"SELECT {VersionSql.Columns} FROM versions WHERE (file, number) > (?1, ?2) ORDER BY file, number LIMIT ?3";

    private const string ListEntriesText = $"SELECT {EntrySql.Columns} FROM entries WHERE id > ?1 ORDER BY id LIMIT ?2";

    private const string ListReferencesText =
        $"SELECT {ChunkSql.ReferenceColumns} FROM chunks WHERE (id, owner, version) > (?1, ?2, ?3) AND owner > ?4 "
        + "ORDER BY id, owner, version LIMIT ?5";

    private const string SumKeptText = "SELECT drive, count(*), sum(kept_bytes) FROM entries GROUP BY drive ORDER BY drive";

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
        return database.QueryAsync(
            new SqlStatement(ListVersionsText, position.FileId, position.Number, PageLimit.Check(limit)),
            VersionSql.Read,
            cancellationToken);
    }

    public ValueTask<List<string>> ListDocumentKeysAsync(
        string kind, string? afterKey, int limit, CancellationToken cancellationToken) =>
        database.QueryAsync(
            new SqlStatement(ListDocumentKeysText, kind, afterKey ?? "", PageLimit.Check(limit)),
            static row => row.GetText(0),
            cancellationToken);

    public ValueTask<List<DriveJournal>> ListDrivesAsync(Guid? afterDriveId, int limit, CancellationToken cancellationToken) =>
        database.QueryAsync(
            new SqlStatement(ListDrivesText, afterDriveId ?? Guid.Empty, PageLimit.Check(limit)),
            static row => new DriveJournal(row.GetGuid(0), row.GetInteger(1), row.GetInteger(2)),
            cancellationToken);

    public ValueTask<List<EntryRow>> ListEntriesAsync(Guid? afterEntryId, int limit, CancellationToken cancellationToken) =>
        database.QueryAsync(
            new SqlStatement(ListEntriesText, afterEntryId ?? Guid.Empty, PageLimit.Check(limit)),
            EntrySql.Read,
            cancellationToken);

    public ValueTask<List<ChunkReferenceRow>> ListReferencesAsync(
        ChunkReferenceRow? after, int limit, CancellationToken cancellationToken)
    {
        var (id, owner, version) = after is { } last
            ? ((SqlValue)last.ChunkId, (SqlValue)last.OwnerId, (SqlValue)last.VersionId)
            : (ChunkSql.Own, ChunkSql.Own, ChunkSql.Own);
        return database.QueryAsync(
            new SqlStatement(ListReferencesText, id, owner, version, ChunkSql.Own, PageLimit.Check(limit)),
            ChunkSql.ReadReference,
            cancellationToken);
    }

    public ValueTask<List<DriveUsage>> SumKeptBytesAsync(CancellationToken cancellationToken) =>
        database.QueryAsync(
            new SqlStatement(SumKeptText),
            static row => new DriveUsage(row.GetGuid(0), row.GetInteger(1), row.GetInteger(2)),
            cancellationToken);

    public async ValueTask<MetadataCounts> CountAsync(CancellationToken cancellationToken) =>
        (await database.QueryFirstAsync(new SqlStatement(CountText, ChunkSql.Own), ReadCounts, cancellationToken))!;

    public ValueTask<List<string>> CheckIntegrityAsync(CancellationToken cancellationToken) =>
        database.CheckIntegrityAsync(cancellationToken);

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
