using FileStorage.Core.Entries;
using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Drives;

/// <summary>How an entry is written and read; the columns stand in this order everywhere.</summary>
internal static class EntrySql
{
    /// <summary>
    /// A state that no index covers and no commit leaves behind: an entry is in it between giving its name up and getting its new
    /// values, inside one write.
    /// </summary>
    private const int Vacated = 3;

    public const string Columns =
        "id, drive, parent, name, kind, state, version_id, version_number, size_bytes, kept_bytes, chunk_count, content_hash, "
        + "modified, executable, etag_number, created_number, trashed, target_drive, target_entry";

    private const string InsertText =
        $"INSERT INTO entries({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)";

    private const string UpdateText =
        "UPDATE entries SET parent = ?3, name = ?4, kind = ?5, state = ?6, version_id = ?7, version_number = ?8, size_bytes = ?9, "
        + "kept_bytes = ?10, chunk_count = ?11, content_hash = ?12, modified = ?13, executable = ?14, etag_number = ?15, "
        + "created_number = ?16, trashed = ?17, target_drive = ?18, target_entry = ?19 WHERE id = ?1 AND drive = ?2";

    private const string Types =
        "bytea, bytea, bytea, text, bigint, bigint, bytea, bigint, bigint, bigint, bigint, bytea, bigint, bigint, bigint, bigint, bigint, bytea, bytea";

    private static readonly string InsertManyText = ManyRows.Insert("entries", Columns, Types);

    private static readonly string UpdateManyText =
        "UPDATE entries e SET parent = k.parent, name = k.name, kind = k.kind, state = k.state, version_id = k.version_id, "
        + "version_number = k.version_number, size_bytes = k.size_bytes, kept_bytes = k.kept_bytes, chunk_count = k.chunk_count, "
        + "content_hash = k.content_hash, modified = k.modified, executable = k.executable, etag_number = k.etag_number, "
        + "created_number = k.created_number, trashed = k.trashed, target_drive = k.target_drive, target_entry = k.target_entry "
        + $"FROM {ManyRows.From(Columns, Types)} WHERE e.id = k.id AND e.drive = k.drive";

    private const string TouchText = "UPDATE entries SET etag_number = ?3 WHERE id = ?1 AND drive = ?2";

    private static readonly string TouchManyText =
        $"UPDATE entries e SET etag_number = k.etag_number FROM {ManyRows.From("id, drive, etag_number", "bytea, bytea, bigint")} "
        + "WHERE e.id = k.id AND e.drive = k.drive";

    private const string VacateText = "UPDATE entries SET state = ?2 WHERE id = ?1";

    private const string DeleteText = "DELETE FROM entries WHERE id = ?1";

    public static SqlStatement Insert(EntryRow entry) => new SqlStatement(InsertText, Values(entry)).WithMany(InsertManyText);

    public static SqlStatement Update(EntryRow entry) => new SqlStatement(UpdateText, Values(entry)).ExpectingOneRow().WithMany(UpdateManyText);

    /// <summary>What changed is somewhere below the folder: only its etag is another.</summary>
    public static SqlStatement Touch(Guid folderId, Guid driveId, long etagNumber) =>
        new SqlStatement(TouchText, folderId, driveId, etagNumber).ExpectingOneRow().WithMany(TouchManyText);

    public static SqlStatement Vacate(Guid entryId) => new(VacateText, entryId, Vacated);

    public static SqlStatement Delete(Guid entryId) => new(DeleteText, entryId);

    public static EntryRow Read(SqlRow row) => new()
    {
        Id = row.GetGuid(0),
        DriveId = row.GetGuid(1),
        ParentId = row.GetGuidOrNull(2),
        Name = row.GetText(3),
        Kind = (EntryKind)row.GetInteger(4),
        State = (EntryState)row.GetInteger(5),
        VersionId = row.GetGuidOrNull(6),
        VersionNumber = row.GetInteger(7),
        SizeBytes = row.GetInteger(8),
        KeptBytes = row.GetInteger(9),
        ChunkCount = (int)row.GetInteger(10),
        ContentHash = row.GetHashOrNull(11),
        ModifiedUnixMilliseconds = row.GetInteger(12),
        Executable = row.GetFlag(13),
        EtagNumber = row.GetInteger(14),
        CreatedNumber = row.GetInteger(15),
        TrashedUnixMilliseconds = row.GetIntegerOrNull(16),
        TargetDriveId = row.GetGuidOrNull(17),
        TargetEntryId = row.GetGuidOrNull(18),
    };

    private static SqlValue[] Values(EntryRow entry) =>
    [
        entry.Id,
        entry.DriveId,
        entry.ParentId,
        entry.Name,
        (long)entry.Kind,
        (long)entry.State,
        entry.VersionId,
        entry.VersionNumber,
        entry.SizeBytes,
        entry.KeptBytes,
        entry.ChunkCount,
        entry.ContentHash,
        entry.ModifiedUnixMilliseconds,
        entry.Executable,
        entry.EtagNumber,
        entry.CreatedNumber,
        entry.TrashedUnixMilliseconds,
        entry.TargetDriveId,
        entry.TargetEntryId,
    ];
}
