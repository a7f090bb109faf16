using System.Globalization;
using FileStorage.Tests.Storage.Metadata.Tests.Engines;
using Npgsql;

namespace FileStorage.Tests.Storage.Metadata.Tests.Postgres;

/// <summary>Rows in every column of a table, and what tells whether they are the same elsewhere.</summary>
internal static class TableRows
{
    public const int Count = 600;

    /// <summary>Adds rows, every other with nulls where there may be some.</summary>
    public static void Fill(string database, string table)
    {
        var columns = Ask(
            database,
            $"SELECT string_agg(attname || ':' || format_type(atttypid, NULL) || ':' || attnotnull, ',' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 'public.{table}'::regclass AND attnum > 0 AND NOT attisdropped")
            .Split(',').Select(static column => column.Split(':')).ToList();
        var values = columns.Select(static column => column[1] switch
        {
            _ when column[2] == "false" && column[0] is not "id" => $"CASE WHEN row % 2 = 0 THEN NULL ELSE {ValueOf(column[1])} END",
            var type => ValueOf(type),
        });
        TestDatabase.Execute(
            database,
            $"INSERT INTO public.{table}({string.Join(',', columns.Select(static column => column[0]))}) SELECT {string.Join(',', values)} FROM generate_series(1, {Count}) AS row");
    }

    /// <summary>The number of the rows that a condition holds for, and a digest of them.</summary>
    public static string DigestOf(string database, string table, string condition = "true") => Ask(
        database,
        $"SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, ',' ORDER BY t::text)), '') FROM public.{table} t WHERE {condition}");

    public static string Ask(string database, string text)
    {
        using var connection = TestDatabase.Open(database);
        using var command = new NpgsqlCommand(text, connection);
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture)!;
    }

    private static string ValueOf(string type) => type switch
    {
        "bytea" => "sha256(convert_to(random()::text, 'UTF8'))::bytea",
        "text" => "'Grüße ' || row || chr(9) || chr(92) || random()",
        "smallint" => "(row % 7)::smallint",
        _ => "row",
    };
}
