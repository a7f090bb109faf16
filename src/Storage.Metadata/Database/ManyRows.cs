namespace FileStorage.Storage.Metadata.Database;

/// <summary>Texts for many rows, in PostgreSQL's words: parameters are arrays, which stand side by side as the rows of k.</summary>
internal static class ManyRows
{
    /// <summary>As in "bigint, bytea": the types of the parameters, in their order.</summary>
    public static string From(string columns, string types) =>
        $"unnest({string.Join(", ", types.Split(", ").Select(static (type, index) => $"CAST(?{index + 1} AS {type}[])"))}) AS k({columns})";

    public static string Insert(string table, string columns, string types, string otherwise = "") =>
        $"INSERT INTO {table}({columns}) SELECT {columns} FROM {From(columns, types)} {otherwise}";
}
