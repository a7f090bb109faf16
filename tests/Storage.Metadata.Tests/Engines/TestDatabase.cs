using System.Collections.Concurrent;
using FileStorage.Storage.Metadata.Postgres;
using FileStorage.Tests.Postgres;
using Npgsql;

namespace FileStorage.Tests.Storage.Metadata.Tests.Engines;

/// <summary>A migrated database of the shared server, emptied and given to the next test when one is done with it.</summary>
internal sealed class TestDatabase : IDisposable
{
    private const string EmptyText = """
        DO $$ DECLARE name text; BEGIN
            FOR name IN SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname IN ('public', 'search') AND tablename <> 'filestorage_schema' LOOP
                EXECUTE 'DELETE FROM ' || name;
            END LOOP;
        END $$
        """;

    private static readonly ConcurrentBag<string> Free = [];
    private static int _made;

    private TestDatabase(string name) => Name = name;

    public string Name { get; }

    public static TestDatabase Rent() => new(Free.TryTake(out var free) ? free : Make());

    /// <summary>A database without a schema, for those who migrate it themselves.</summary>
    public static string MakeEmpty()
    {
        var name = $"test{Interlocked.Increment(ref _made)}";
        Execute("postgres", $"CREATE DATABASE {name}");
        return name;
    }

    public static void Execute(string database, string text)
    {
        using var connection = Open(database);
        using var command = new NpgsqlCommand(text, connection);
        command.ExecuteNonQuery();
    }

    public static NpgsqlConnection Open(string database)
    {
        var connection = new NpgsqlConnection(PostgresCluster.Shared.ConnectionTo(database) + ";Pooling=false;Options=-c default_transaction_read_only=off");
        connection.Open();
        return connection;
    }

    public void Dispose()
    {
        Execute(Name, EmptyText);
        Free.Add(Name);
    }

    private static string Make()
    {
        var name = MakeEmpty();
        using var connection = Open(name);
        PostgresSchema.MigrateAsync(connection, CancellationToken.None).GetAwaiter().GetResult();
        return name;
    }
}
