namespace FileStorage.Storage.Metadata.Search;

/// <summary>The questions in SQL. All take the same parameters, in the order of <see cref="SearchQueries.Parameters"/>.</summary>
internal static class SearchSql
{
    // Folders that are in the trash, or lie in one that is; and the folders of the part of the drive that is searched.
    private const string Folders = """
        WITH RECURSIVE hidden (id) AS (
            SELECT id FROM items WHERE slot = ?4 AND state = 1 AND kind = 0
            UNION
            SELECT i.id FROM hidden CROSS JOIN items i WHERE i.slot = ?4 AND i.parent = hidden.id AND i.kind = 0
        ), below (id) AS (
            SELECT ?5 WHERE ?5 IS NOT NULL
            UNION
            SELECT i.id FROM below CROSS JOIN items i WHERE i.slot = ?4 AND i.parent = below.id AND i.kind = 0
        )
        """;

    private const string Conditions = """
            AND i.name <> ''
            AND (i.state = 1 OR i.parent IN (SELECT id FROM hidden)) = ?12
            AND (?5 IS NULL OR i.id = ?5 OR i.parent IN (SELECT id FROM below))
            AND (?6 IS NULL OR i.kind = ?6)
            AND (?7 IS NULL OR i.type IN (SELECT value FROM json_each(?7)))
            AND (?8 IS NULL OR i.size >= ?8)
            AND (?9 IS NULL OR i.size <= ?9)
            AND (?10 IS NULL OR i.modified >= ?10)
            AND (?11 IS NULL OR i.modified <= ?11)
        """;

    /// <summary>Names that match, newest entries first.</summary>
    public const string Names = $"""
        {Folders}
        SELECT i.id, i.modified, i.words
        FROM names CROSS JOIN items i ON i.row = names.rowid
        WHERE names MATCH ?1 AND names.rowid > ?2 AND names.rowid < ?3
        {Conditions}
        ORDER BY names.rowid DESC LIMIT ?13
        """;

    /// <summary>Contents that match, best first.</summary>
    public const string Contents = $"""
        {Folders}
        SELECT i.id, i.modified, i.words, CAST(-1000 * contents.rank AS INTEGER)
        FROM contents CROSS JOIN items i ON i.row = contents.rowid
        WHERE contents MATCH ?1 AND contents.rowid > ?2 AND contents.rowid < ?3
        {Conditions}
        ORDER BY contents.rank LIMIT ?13
        """;

    /// <summary>Everything under the conditions, newest entries first.</summary>
    public const string Everything = $"""
        {Folders}
        SELECT i.id, i.modified, i.words
        FROM items i
        WHERE i.row > ?2 AND i.row < ?3 AND ?1 IS NULL
        {Conditions}
        ORDER BY i.row DESC LIMIT ?13
        """;

    /// <summary>Words of a drive's names that share pieces with one. Parameters: the pieces, and the drive's part of the rows.</summary>
    public const string Spellings = """
        SELECT s.word FROM spelling_parts p CROSS JOIN spellings s ON s.row = p.rowid
        WHERE spelling_parts MATCH ?1 AND p.rowid > ?2 AND p.rowid < ?3 LIMIT 2000
        """;

    /// <summary>Whether a drive's names have a word. Parameters: its slot and the word.</summary>
    public const string IsSpelled = "SELECT 1 FROM spellings WHERE slot = ?1 AND word = ?2";
}
