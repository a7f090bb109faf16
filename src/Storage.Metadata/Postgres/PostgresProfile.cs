namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>Which tables of the database are meant.</summary>
internal sealed record PostgresProfile
{
    public static readonly PostgresProfile Metadata = new() { SearchPath = "public" };

    /// <summary>The search index; the extensions that it needs are in the schema of the metadata.</summary>
    public static readonly PostgresProfile Search = new() { SearchPath = "search, public" };

    /// <summary>The schema of the tables first.</summary>
    public required string SearchPath { get; init; }
}
