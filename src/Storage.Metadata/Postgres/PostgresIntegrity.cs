using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>
/// PostgreSQL's own check of its indexes (the extension amcheck, where the operator has installed it), and a read of every table, which finds
/// pages that fail their checksum.
/// </summary>
internal static class PostgresIntegrity
{
    private const string HasCheckText = "SELECT count(*) FROM pg_extension WHERE extname = 'amcheck'";

    private const string IndexesText = """
        SELECT c.relname, CASE WHEN i.indisvalid THEN 1 ELSE 0 END FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        JOIN pg_am a ON a.oid = c.relam WHERE c.relnamespace = current_schema()::regnamespace AND a.amname = 'btree' ORDER BY 1
        """;

    // The heap is compared too: every row must be in the index.
    private const string CheckIndexText = "SELECT bt_index_check(to_regclass(?1), true)";

    private const string TablesText = """
        SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace ORDER BY 1
        """;

    private const string ReadTableText = """
        SELECT length(query_to_xml(format('SELECT count(t.*) FROM %I t', ?1::text), false, false, '')::text)
        """;

    public static async ValueTask<List<string>> CheckAsync(IMetadataDatabase database, CancellationToken cancellationToken)
    {
        var findings = new List<string>();
        var hasCheck = await database.QueryFirstAsync(new SqlStatement(HasCheckText), static row => row.GetFlag(0), cancellationToken);
        var indexes = await database.QueryAsync(
            new SqlStatement(IndexesText), static row => (Name: row.GetText(0), IsValid: row.GetFlag(1)), cancellationToken);
        foreach (var (name, isValid) in indexes)
        {
            if (!isValid)
            {
                findings.Add($"The index {name} is not valid.");
            }
            else if (hasCheck)
            {
                await RunAsync(database, new SqlStatement(CheckIndexText, name), findings, cancellationToken);
            }
        }

        foreach (var name in await database.QueryAsync(new SqlStatement(TablesText), static row => row.GetText(0), cancellationToken))
        {
            await RunAsync(database, new SqlStatement(ReadTableText, name), findings, cancellationToken);
        }

        return findings;
    }

    private static async ValueTask RunAsync(
        IMetadataDatabase database, SqlStatement check, List<string> findings, CancellationToken cancellationToken)
    {
        try
        {
            _ = await database.QueryAsync(check, static _ => true, cancellationToken);
        }
        catch (MetadataException exception)
        {
            findings.Add(exception.Message);
        }
    }
}
