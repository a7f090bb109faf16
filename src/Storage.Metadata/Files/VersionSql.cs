using FileStorage.Core.Chunks;
using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Files;

/// <summary>How a version is written and read.</summary>
internal static class VersionSql
{
    /// <summary>How far into a manifest its content hash is looked for: a position takes one byte.</summary>
    private const int SearchedBytes = byte.MaxValue + ChunkId.Bytes;

    public const string Columns =
        "file, number, id, drive, size_bytes, manifest, chunk_count, content_hash, chunker, author_device, author_user, vector, "
        + "modified, executable, created, state";

    private const string InsertText =
        $"INSERT INTO versions({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)";

    private const string InsertHeldText =
        $"INSERT INTO versions({Columns}) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16 "
        + $"WHERE EXISTS ({HeldText})";

    private const string HeldText = "SELECT 1 FROM chunks WHERE id = ?17 AND owner = ?4 AND version = ?3";

    // The sweep may be about to take the reference away in a transaction of its own.
    private const string InsertHeldLockingText =
        $"INSERT INTO versions({Columns}) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16 "
        + $"WHERE EXISTS ({HeldText} FOR KEY SHARE)";

    private const string Types =
        "bytea, bigint, bytea, bytea, bigint, bytea, bigint, bytea, bigint, bytea, bytea, bytea, bigint, bigint, bigint, bigint";

    private static readonly string InsertManyText = ManyRows.Insert("versions", Columns, Types);

    private static readonly string InsertHeldManyText =
        $"INSERT INTO versions({Columns}) SELECT {Columns} FROM {ManyRows.From($"{Columns}, held", $"{Types}, bytea")} "
        + "WHERE EXISTS (SELECT 1 FROM chunks c WHERE c.id = k.held AND c.owner = k.drive AND c.version = k.id FOR KEY SHARE)";

    public static SqlStatement Insert(VersionRow version) => new SqlStatement(InsertText, Values(version)).WithMany(InsertManyText);

    /// <summary>Inserts the version only if its drive holds this chunk for it.</summary>
    public static SqlStatement InsertHeld(VersionRow version, ChunkId chunk, SqlDialect dialect) => new SqlStatement(
        dialect is SqlDialect.Postgres ? InsertHeldLockingText : InsertHeldText, [.. Values(version), chunk])
        .ExpectingOneRow().WithMany(InsertHeldManyText);

    private static SqlValue[] Values(VersionRow version) =>
    [
        version.FileId,
        version.Number,
        version.Id,
        version.DriveId,
        version.SizeBytes,
        version.Manifest,
        version.ChunkCount,
        Shorten(version.ContentHash, version.Manifest.Span),
        version.Chunker,
        version.AuthorDeviceId,
        version.AuthorUserId,
        version.Vector,
        version.ModifiedUnixMilliseconds,
        version.Executable,
        version.CreatedUnixMilliseconds,
        (long)version.State,
    ];

    public static VersionRow Read(SqlRow row)
    {
        var manifest = row.GetBlob(5);
        return new VersionRow
        {
            FileId = row.GetGuid(0),
            Number = row.GetInteger(1),
            Id = row.GetGuid(2),
            DriveId = row.GetGuid(3),
            SizeBytes = row.GetInteger(4),
            Manifest = manifest,
            ChunkCount = (int)row.GetInteger(6),
            ContentHash = Lengthen(row.GetBlob(7), manifest),
            Chunker = (int)row.GetInteger(8),
            AuthorDeviceId = row.GetGuidOrNull(9),
            AuthorUserId = row.GetGuidOrNull(10),
            Vector = row.GetBlob(11),
            ModifiedUnixMilliseconds = row.GetInteger(12),
            Executable = row.GetFlag(13),
            CreatedUnixMilliseconds = row.GetInteger(14),
            State = (VersionState)row.GetInteger(15),
        };
    }

    // The content hash of a file of one chunk is that chunk's id, which its manifest holds: most files. In place of 32 bytes one
    // byte is stored, where in the manifest they stand.
    private static SqlValue Shorten(ChunkId? hash, ReadOnlySpan<byte> manifest)
    {
        if (hash is not { } known)
        {
            return SqlValue.Of((byte[]?)null);
        }

        Span<byte> bytes = stackalloc byte[ChunkId.Bytes];
        known.CopyTo(bytes);
        var position = manifest[..Math.Min(manifest.Length, SearchedBytes)].IndexOf(bytes);
        return position >= 0 ? new byte[] { (byte)position } : bytes.ToArray();
    }

    private static ChunkId? Lengthen(byte[] stored, ReadOnlySpan<byte> manifest) => stored.Length switch
    {
        0 => null,
        1 when stored[0] + ChunkId.Bytes <= manifest.Length => new ChunkId(manifest.Slice(stored[0], ChunkId.Bytes)),
        ChunkId.Bytes => new ChunkId(stored),
        _ => throw new MetadataException($"A content hash of {stored.Length} bytes cannot be read."),
    };
}
