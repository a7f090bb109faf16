namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>Which tables of the database are meant.</summary>
internal sealed record PostgresProfile
{
    public static readonly PostgresProfile Metadata = new() { Name = "metadata", SearchPath = "public" };

    /// <summary>The search index; the extensions that it needs are in the schema of the metadata.</summary>
    public static readonly PostgresProfile Search = new() { Name = "search", SearchPath = "search, public" };

    /// <summary>What metrics call it.</summary>
    public required string Name { get; init; }

    /// <summary>The schema of the tables first.</summary>
    public required string SearchPath { get; init; }
}
