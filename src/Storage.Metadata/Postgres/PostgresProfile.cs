namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>Which tables of the database are meant.</summary>
internal sealed record PostgresProfile
{
    // Rows are looked up by their keys, by statements that are prepared once, in tables that may have been empty then: a plan that reads a table from end to end is
    // the best for a young one, and would be kept while it grows. In a new database an update took seven milliseconds until autovacuum came by.
    private const string ByKey = "-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off";

    public static readonly PostgresProfile Metadata = new()
    {
        Name = "metadata",
        SearchPath = "public",
        Plans = $"{ByKey} -c plan_cache_mode=force_generic_plan",
    };

    /// <summary>The search index; the extensions that it needs are in the schema of the metadata.</summary>
    public static readonly PostgresProfile Search = new() { Name = "search", SearchPath = "search, public", Plans = ByKey };

    /// <summary>What metrics call it.</summary>
    public required string Name { get; init; }

    /// <summary>The schema of the tables first.</summary>
    public required string SearchPath { get; init; }

    /// <summary>Settings of the server for each connection, by which it plans.</summary>
    public required string Plans { get; init; }
}
