namespace FileStorage.Storage.Metadata.Search;

/// <summary>
/// What the questions of all engines have in common. The parameters are ?1 for what is asked, then the <see cref="SearchQueries.Conditions"/>.
/// </summary>
internal static class SearchSql
{
    // Folders that are in the trash, or lie in one that is; and the folders of the part of the drive that is searched.
    public const string Folders = """
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

    public const string Conditions = """
            AND i.name <> ''
            AND CASE WHEN i.state = 1 OR i.parent IN (SELECT id FROM hidden) THEN 1 ELSE 0 END = ?12
            AND (?5 IS NULL OR i.id = ?5 OR i.parent IN (SELECT id FROM below))
            AND (?6 IS NULL OR i.kind = ?6)
            AND (?7 IS NULL OR replace(?7, '/' || i.type || '/', '') <> ?7)
            AND (?8 IS NULL OR i.size >= ?8)
            AND (?9 IS NULL OR i.size <= ?9)
            AND (?10 IS NULL OR i.modified >= ?10)
            AND (?11 IS NULL OR i.modified <= ?11)
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

    /// <summary>Whether a drive's names have a word. Parameters: its slot and the word.</summary>
    public const string IsSpelled = "SELECT 1 FROM spellings WHERE slot = ?1 AND word = ?2";
}
