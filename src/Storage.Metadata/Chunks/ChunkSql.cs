using FileStorage.Core.Chunks;
using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Chunks;

/// <summary>
/// How chunks and their references are written and read. Both are rows of one table: the key is (chunk, owner, version), and the
/// chunk's own row is the one whose owner and version are empty, which sorts right before its references. Chunk ids are random, so
/// each table with a row a chunk costs one more page to be written for every new file; this way it is one page, not two.
/// </summary>
internal static class ChunkSql
{
    /// <summary>Owner and version of a chunk's own row; less than those of any reference.</summary>
    public static readonly SqlValue Own = SqlValue.Of(ReadOnlyMemory<byte>.Empty);

    public const string RowColumns = "id, row_version, state, location, plain_bytes, stored_bytes, condemned";

    public const string ReferenceColumns = "id, owner, version, file, leased_until";

    private const long Damaged = 2;

    private const string InsertText =
        "INSERT INTO chunks(id, owner, version, row_version, state, location, plain_bytes, stored_bytes, condemned) "
        + "VALUES (?1, ?2, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

    private static readonly string InsertManyText =
        "INSERT INTO chunks(id, owner, version, row_version, state, location, plain_bytes, stored_bytes, condemned) "
        + "SELECT id, owner, owner, row_version, state, location, plain_bytes, stored_bytes, condemned FROM "
        + ManyRows.From(
            "id, owner, row_version, state, location, plain_bytes, stored_bytes, condemned",
            "bytea, bytea, bigint, bigint, bytea, bigint, bigint, bigint");

    private const string ReplaceText =
        "UPDATE chunks SET row_version = ?3, state = ?4, location = ?5, plain_bytes = ?6, stored_bytes = ?7, condemned = ?8 "
        + "WHERE id = ?1 AND owner = ?2 AND version = ?2 AND row_version = ?3 - 1";

    private const string Unreferenced = " AND NOT EXISTS (SELECT 1 FROM chunks r WHERE r.id = ?1 AND r.owner > ?2)";

    private const string BumpText =
        "UPDATE chunks SET row_version = row_version + 1 WHERE id = ?1 AND owner = ?2 AND version = ?2 AND row_version = ?3";

    private const string DeleteText =
        "DELETE FROM chunks WHERE id = ?1 AND owner = ?2 AND version = ?2 AND row_version = ?3" + Unreferenced;

    // A lasting reference (no end) stays one, and of two leases the longer counts: repeated and late messages change nothing.
    private const string AddReferenceText =
        "INSERT INTO chunks(id, owner, version, file, leased_until) VALUES (?1, ?2, ?3, ?4, ?5) " + LongerLease;

    private const string LongerLease =
        "ON CONFLICT(id, owner, version) DO UPDATE SET leased_until = excluded.leased_until "
        + "WHERE chunks.leased_until IS NOT NULL "
        + "AND (excluded.leased_until IS NULL OR excluded.leased_until > chunks.leased_until)";

    private static readonly string AddReferenceManyText = ManyRows.Insert(
        "chunks", "id, owner, version, file, leased_until", "bytea, bytea, bytea, bytea, bigint", LongerLease);

    private const string RemoveReferenceText = "DELETE FROM chunks WHERE id = ?1 AND owner = ?2 AND version = ?3";

    private const string AddGarbageText = "INSERT INTO garbage(location, at) VALUES (?1, ?2) ON CONFLICT(location) DO NOTHING";

    private const string RemoveGarbageText = "DELETE FROM garbage WHERE location = ?1";

    public static SqlStatement Insert(ChunkRow row) => new SqlStatement(InsertText, Values(row, rowVersion: 1)).WithMany(InsertManyText);

    /// <summary>A compare-and-swap of the whole row; a condemned one must be free of references.</summary>
    public static SqlStatement Replace(ChunkRow row, long expectedRowVersion) =>
        new SqlStatement(
            row.State == ChunkState.Condemned ? ReplaceText + Unreferenced : ReplaceText,
            Values(row, expectedRowVersion + 1)).ExpectingOneRow();

    /// <summary>A compare-and-swap that changes nothing but the row version.</summary>
    public static SqlStatement Bump(ChunkId id, long expectedRowVersion) =>
        new SqlStatement(BumpText, id, Own, expectedRowVersion).ExpectingOneRow();

    public static SqlStatement Delete(ChunkId id, long expectedRowVersion) =>
        new SqlStatement(DeleteText, id, Own, expectedRowVersion).ExpectingOneRow();

    public static SqlStatement Add(ChunkReferenceRow reference) => new SqlStatement(
        AddReferenceText,
        reference.ChunkId,
        reference.OwnerId,
        reference.VersionId,
        reference.FileId,
        reference.LeasedUntilUnixMilliseconds).WithMany(AddReferenceManyText);

    public static SqlStatement Remove(ChunkId id, ChunkReferenceKey key) =>
        new(RemoveReferenceText, id, key.OwnerId, key.VersionId);

    public static SqlStatement AddGarbage(ReadOnlyMemory<byte> location, long atUnixMilliseconds) =>
        new(AddGarbageText, location, atUnixMilliseconds);

    public static SqlStatement RemoveGarbage(ReadOnlyMemory<byte> location) => new(RemoveGarbageText, location);

    public static ChunkRow ReadRow(SqlRow row) => new()
    {
        Id = row.GetHash(0),
        RowVersion = row.GetInteger(1),
        State = (ChunkState)(row.GetInteger(2) & ~Damaged),
        IsDamaged = (row.GetInteger(2) & Damaged) != 0,
        Location = row.GetBlob(3),
        PlainBytes = row.GetInteger(4),
        StoredBytes = row.GetInteger(5),
        CondemnedUnixMilliseconds = row.GetIntegerOrNull(6),
    };

    public static ChunkReferenceRow ReadReference(SqlRow row) => new()
    {
        ChunkId = row.GetHash(0),
        OwnerId = row.GetGuid(1),
        VersionId = row.GetGuid(2),
        FileId = row.GetGuid(3),
        LeasedUntilUnixMilliseconds = row.GetIntegerOrNull(4),
    };

    private static SqlValue[] Values(ChunkRow row, long rowVersion) =>
    [
        row.Id,
        Own,
        rowVersion,
        (long)row.State + (row.IsDamaged ? Damaged : 0),
        row.Location,
        row.PlainBytes,
        row.StoredBytes,
        row.CondemnedUnixMilliseconds,
    ];
}
