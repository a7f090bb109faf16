namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>What <c>metadata/postgres.json</c> of a backup holds: how its files are read.</summary>
internal sealed record PostgresCopyIndex
{
    public const string Path = "metadata/postgres.json";

    /// <summary>The schema of the rows.</summary>
    public required int Schema { get; init; }

    /// <summary>How many databases the rows were spread over.</summary>
    public required int Databases { get; init; }

    /// <summary>The columns of each table, in the order in which a row has them.</summary>
    public required IReadOnlyDictionary<string, string[]> Tables { get; init; }

    /// <summary>The rows of one table of one database, in PostgreSQL's binary format of COPY.</summary>
    public static string FileOf(int database, string table) => $"metadata/{database}/{table}.copy";
}
