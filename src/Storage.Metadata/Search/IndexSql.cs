using FileStorage.Core.Entries;
using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Search;

/// <summary>How the index is written.</summary>
internal static class IndexSql
{
    public const string DriveColumns =
        "drive, row_version, slot, generation, epoch, number, lists_folders, listed_entry, listed_name";

    private const string OpenText = """
        INSERT INTO drives (slot, drive, row_version, generation)
        SELECT coalesce(max(slot), 0) + 1, ?1, 1, 0 FROM drives HAVING ?1 NOT IN (SELECT drive FROM drives)
        """;

    private const string MoveText = """
        UPDATE drives SET row_version = ?2 + 1, generation = ?3, epoch = ?4, number = ?5, lists_folders = ?6, listed_entry = ?7, listed_name = ?8
        WHERE slot = ?1 AND row_version = ?2 AND drive = ?9
        """;

    // A content is read anew where its version is another one or its name promises another format.
    private const string PutText = """
        INSERT INTO items (row, slot, id, parent, kind, state, name, words, type, size, modified, version, version_number, changed, content, generation)
        VALUES (
            coalesce((SELECT max(row) FROM items WHERE row > ?1 << 36 AND row < (?1 + 1) << 36), ?1 << 36) + 1,
            ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
        ON CONFLICT (slot, id) DO UPDATE SET
            parent = excluded.parent, state = excluded.state, name = excluded.name, words = excluded.words, type = excluded.type,
            size = excluded.size, modified = excluded.modified, version = excluded.version, version_number = excluded.version_number,
            changed = excluded.changed, generation = excluded.generation,
            content = CASE WHEN items.version IS NOT DISTINCT FROM excluded.version AND items.type = excluded.type THEN items.content ELSE excluded.content END
        """;

    private const string SpellText = """
        INSERT INTO spellings (row, slot, word)
        VALUES (coalesce((SELECT max(row) FROM spellings WHERE row > ?1 << 36 AND row < (?1 + 1) << 36), ?1 << 36) + 1, ?1, ?2)
        ON CONFLICT DO NOTHING
        """;

    private const string MarkPurgedText = "UPDATE items SET state = 2 WHERE slot = ?1 AND id = ?2";

    private const string MarkBelowText = """
        UPDATE items SET state = 2 WHERE row IN (
            WITH RECURSIVE below (id, row) AS (
                SELECT id, row FROM items WHERE slot = ?1 AND id = ?2 AND kind = 0
                UNION
                SELECT i.id, i.row FROM below CROSS JOIN items i WHERE i.slot = ?1 AND i.parent = below.id AND i.kind = 0)
            SELECT row FROM below)
        """;

    private const string DropOneText = "DELETE FROM items WHERE slot = ?1 AND id = ?2 AND kind = 1";

    private const string DropPurgedText = """
        DELETE FROM items WHERE row > ?1 << 36 AND row < (?1 + 1) << 36
            AND (state = 2 OR parent IN (SELECT id FROM items WHERE slot = ?1 AND state = 2 AND kind = 0))
        """;

    private const string DropUnlistedText =
        "DELETE FROM items WHERE row > ?1 << 36 AND row < (?1 + 1) << 36 AND generation <> ?2";

    private const string DropAllText = "DELETE FROM items WHERE row > ?1 << 36 AND row < (?1 + 1) << 36";

    private const string DropSpellingsText = "DELETE FROM spellings WHERE row > ?1 << 36 AND row < (?1 + 1) << 36";

    private const string DropDriveText = "DELETE FROM drives WHERE slot = ?1";

    private const string ForgetPlaceText = """
        UPDATE drives SET row_version = row_version + 1, epoch = NULL, number = NULL, lists_folders = NULL, listed_entry = NULL, listed_name = NULL
        WHERE ?1 IS NULL OR drive = ?1
        """;

    private const string ForgetVersionsText =
        "UPDATE items SET version = NULL WHERE version IS NOT NULL AND (?1 IS NULL OR slot = (SELECT slot FROM drives WHERE drive = ?1))";

    // What was read belongs to one version: where the file has moved on, all of these do nothing.
    public const string OfVersion =
        "(SELECT row FROM items WHERE slot = (SELECT slot FROM drives WHERE drive = ?1) AND id = ?2 AND version = ?3)";

    private const string SettleText = $"UPDATE items SET content = ?4, reason = ?5 WHERE row = {OfVersion}";

    private const string PutTextText =
        $"INSERT INTO texts (row, body) SELECT row, ?4 FROM items WHERE row = {OfVersion} ON CONFLICT (row) DO UPDATE SET body = excluded.body";

    private const string DropTextText = $"DELETE FROM texts WHERE row = {OfVersion}";

    public static SqlStatement Open(Guid driveId) => new(OpenText, driveId);

    public static SqlStatement Move(IndexedDrive drive, long generation, IndexPlace? place) => new SqlStatement(
        MoveText, drive.Slot, drive.RowVersion, generation, place?.Epoch, place?.Number,
        place?.ListsFolders is { } folders ? (folders ? 1L : 0L) : (long?)null, place?.ListedEntryId, place?.ListedName,
        drive.DriveId).ExpectingOneRow();

    public static SqlStatement Put(long slot, long generation, IndexedEntry entry) => new(
        PutText, slot, entry.Id, entry.ParentId, (long)entry.Kind, entry.IsTrashed ? 1L : 0L, entry.Name, NameWords.Of(entry.Name),
        TypeOf(entry), entry.SizeBytes, entry.ModifiedUnixMilliseconds, entry.VersionId, entry.VersionNumber, entry.ChangedUnixMilliseconds,
        (long)(entry is { Kind: EntryKind.File, HasContent: true } ? ContentState.Pending : ContentState.None), generation);

    public static SqlStatement Spell(long slot, string word) => new(SpellText, slot, word);

    /// <summary>Takes entries out, with all that lies below them.</summary>
    public static IEnumerable<SqlStatement> Purge(long slot, IReadOnlyList<Guid> ids)
    {
        if (ids.Count == 0)
        {
            yield break;
        }

        foreach (var id in ids)
        {
            yield return new SqlStatement(DropOneText, slot, id);
            yield return new SqlStatement(MarkPurgedText, slot, id);
            yield return new SqlStatement(MarkBelowText, slot, id);
        }

        yield return new SqlStatement(DropPurgedText, slot);
    }

    public static SqlStatement DropUnlisted(long slot, long generation) => new(DropUnlistedText, slot, generation);

    public static SqlStatement DropAll(long slot) => new(DropAllText, slot);

    public static SqlStatement DropSpellings(long slot) => new(DropSpellingsText, slot);

    public static SqlStatement DropDrive(long slot) => new(DropDriveText, slot);

    public static SqlStatement ForgetPlace(Guid? driveId) => new(ForgetPlaceText, driveId);

    public static SqlStatement ForgetVersions(Guid? driveId) => new(ForgetVersionsText, driveId);

    public static IEnumerable<SqlStatement> Settle(IndexedContent content, string words, ISearchDialect dialect)
    {
        SqlValue drive = content.DriveId, entry = content.EntryId, version = content.VersionId;
        var state = content.Text is null ? ContentState.NotIndexed : ContentState.Indexed;
        if (content.Text is { } text)
        {
            yield return new SqlStatement(PutTextText, drive, entry, version, PackedText.Pack(text));
            yield return dialect.PutWords(drive, entry, version, words);
        }
        else
        {
            yield return new SqlStatement(DropTextText, drive, entry, version);
            yield return dialect.DropWords(drive, entry, version);
        }

        yield return new SqlStatement(SettleText, drive, entry, version, (long)state, content.Reason);
    }

    public static IndexedDrive ReadDrive(SqlRow row) => new()
    {
        DriveId = row.GetGuid(0),
        RowVersion = row.GetInteger(1),
        Slot = row.GetInteger(2),
        Generation = row.GetInteger(3),
        Place = row.IsNull(4)
            ? null
            : new IndexPlace
            {
                Epoch = row.GetInteger(4),
                Number = row.GetInteger(5),
                ListsFolders = row.IsNull(6) ? null : row.GetFlag(6),
                ListedEntryId = row.GetGuidOrNull(7) ?? Guid.Empty,
                ListedName = row.IsNull(8) ? null : row.GetText(8),
            },
    };

    /// <summary>The end of a file's name in small letters; empty where it has none, and for folders.</summary>
    private static string TypeOf(IndexedEntry entry)
    {
        const int MaxLength = 16;
        var dot = entry.Name.LastIndexOf('.');
        return entry.Kind is EntryKind.File && dot >= 0 && entry.Name.Length - dot - 1 is > 0 and <= MaxLength
            ? entry.Name[(dot + 1)..].ToLowerInvariant()
            : "";
    }
}
