namespace FileStorage.Storage.Metadata.Sqlite;

/// <summary>What is in a file, and how durable it has to be.</summary>
internal sealed record SqliteProfile
{
    /// <summary>The metadata: nothing that was answered may be lost.</summary>
    public static readonly SqliteProfile Metadata = new() { Name = "metadata", Prepare = SqliteSchema.Migrate, Synchronous = "FULL" };

    /// <summary>What metrics call it.</summary>
    public required string Name { get; init; }

    /// <summary>Makes the tables, or brings them up to date.</summary>
    public required Action<SqliteConnection> Prepare { get; init; }

    /// <summary>Value of SQLite's pragma: FULL syncs every commit; NORMAL may lose the newest ones with the power, and nothing else.</summary>
    public required string Synchronous { get; init; }
}
