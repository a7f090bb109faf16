using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Postgres;
using FileStorage.Tests.Postgres;
using FileStorage.Tests.Storage.Metadata.Tests.Engines;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace FileStorage.Tests.Storage.Metadata.Tests.Postgres;

/// <summary>A server that goes away, comes back, is full, or takes no writes: work waits within bounds and is never half done.</summary>
public sealed class PostgresTroubleTests
{
    private const string EndOthers =
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Backends_killed_under_load_leave_nothing_half_done()
    {
        const int Kills = 40;
        using var engine = new PostgresEngine();
        var writers = await Bookkeepers.StartAsync(engine.Database, count: 16);
        await using (var connection = await OpenAsync(engine))
        {
            for (var kill = 0; kill < Kills; kill++)
            {
                await writers.UntilMoreAsync(20);
                await ExecuteAsync(connection, EndOthers);
            }

            await writers.UntilMoreAsync(20);
        }

        await writers.StopAsync();

        await writers.CheckAsync();
        Assert.True(writers.Acknowledged > 20 * Kills);
    }

    [Fact]
    public async Task A_server_restarted_under_load_leaves_nothing_half_done()
    {
        using var cluster = new PostgresCluster();
        var options = new PostgresMetadataOptions { ConnectionString = cluster.ConnectionTo("postgres"), WriteConnections = 2, RetrySeconds = 60 };
        await PostgresMigrator.MigrateAsync(options, Token);
        await using var database = Open(options);
        var writers = await Bookkeepers.StartAsync(database, count: 16);

        // Once as if its machine had lost power, once as an operator does it.
        await writers.UntilMoreAsync(200);
        cluster.Kill();
        cluster.Start();
        await writers.UntilMoreAsync(200);
        cluster.Stop();
        cluster.Start();
        await writers.UntilMoreAsync(200);
        await writers.StopAsync();

        await writers.CheckAsync();
    }

    [Fact]
    public async Task A_server_without_a_free_connection_is_waited_for()
    {
        using var cluster = new PostgresCluster("max_connections = 8", "superuser_reserved_connections = 0");
        var options = new PostgresMetadataOptions { ConnectionString = cluster.ConnectionTo("postgres"), WriteConnections = 1, ReadConnections = 2 };
        await PostgresMigrator.MigrateAsync(options, Token);
        await using var database = Open(options);
        var others = await TakeAllAsync(cluster);
        await ExecuteAsync(others[0], EndOthersOf("filestorage-test"));
        others.AddRange(await TakeAllAsync(cluster));

        var write = database.WriteAsync(Insert("a"), Token).AsTask();
        var read = database.QueryFirstAsync(new SqlStatement("SELECT 1"), static row => row.GetInteger(0), Token).AsTask();
        await AssertRefusedAsync(cluster);
        Assert.False(write.IsCompleted);
        Assert.False(read.IsCompleted);
        foreach (var other in others)
        {
            await other.DisposeAsync();
        }

        Assert.Equal(WriteOutcome.Committed, await write);
        Assert.Equal(1, await read);
    }

    [Fact]
    public async Task More_queries_than_connections_wait_for_one_and_are_all_answered()
    {
        using var engine = new PostgresEngine();

        var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(number => engine.Database.QueryFirstAsync(
            new SqlStatement("SELECT ?1 + 0 * count(*) FROM pg_stat_activity", number), static row => row.GetInteger(0), Token).AsTask()));
        var connections = await engine.Database.QueryFirstAsync(
            new SqlStatement("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"), static row => row.GetInteger(0), Token);

        Assert.Equal(Enumerable.Range(0, 300), answers.Select(answer => (int)answer));
        Assert.InRange(connections, 1, engine.Options.ReadConnections + engine.Options.WriteConnections);
    }

    [Fact]
    public async Task A_server_that_takes_no_writes_is_waited_for()
    {
        using var engine = new PostgresEngine();
        await using var connection = await OpenAsync(engine);
        await BecomeStandbyAsync(connection);

        var write = engine.Database.WriteAsync(Insert("a"), Token).AsTask();
        await UntilTriedAsync(connection);
        Assert.False(write.IsCompleted);
        await ExecuteAsync(connection, $"ALTER DATABASE {connection.Database} RESET default_transaction_read_only");

        Assert.Equal(WriteOutcome.Committed, await write);
    }

    [Fact]
    public async Task Whoever_waited_long_enough_is_told_that_nothing_was_done()
    {
        using var engine = new PostgresEngine();
        await using var connection = await OpenAsync(engine);
        await using var impatient = Open(new PostgresMetadataOptions { ConnectionString = engine.Options.ConnectionString, RetrySeconds = 1 });
        await BecomeStandbyAsync(connection);

        var failure = await Assert.ThrowsAsync<MetadataUnavailableException>(() => impatient.WriteAsync(Insert("a"), Token).AsTask());

        Assert.False(WriteFaults.MayHaveBeenApplied(failure));
        await ExecuteAsync(connection, $"ALTER DATABASE {connection.Database} RESET default_transaction_read_only");
        await ExecuteAsync(connection, EndOthers);
        Assert.Equal(WriteOutcome.Committed, await impatient.WriteAsync(Insert("a"), Token));
    }

    [Fact]
    public async Task A_connection_lost_before_the_commit_is_no_error()
    {
        using var engine = new PostgresEngine();
        await using var connection = await OpenAsync(engine);

        // A sequence does not go back with its transaction: only the first attempt is struck.
        await TrapAsync(connection, "BEFORE INSERT ON claims", "IF nextval('trap') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN NEW;");
        var outcome = await engine.Database.WriteAsync(Insert("a"), Token);
        await RemoveTrapAsync(connection);

        Assert.Equal(WriteOutcome.Committed, outcome);
    }

    [Fact]
    public async Task A_connection_lost_during_the_commit_leaves_the_outcome_unknown()
    {
        using var engine = new PostgresEngine();
        await using var connection = await OpenAsync(engine);

        await TrapAtCommitAsync(connection, "PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW;");
        var failure = await Assert.ThrowsAsync<WriteOutcomeUnknownException>(() => engine.Database.WriteAsync(Insert("a"), Token).AsTask());
        await RemoveTrapAsync(connection);

        Assert.True(WriteFaults.MayHaveBeenApplied(failure));
        Assert.Equal(WriteOutcome.Committed, await engine.Database.WriteAsync(Insert("b"), Token));
    }

    [Fact]
    public async Task A_commit_that_the_server_refuses_has_done_nothing()
    {
        using var engine = new PostgresEngine();
        await using var connection = await OpenAsync(engine);

        await TrapAtCommitAsync(connection, "RAISE EXCEPTION 'no';");
        var failure = await Assert.ThrowsAsync<MetadataException>(() => engine.Database.WriteAsync(Insert("a"), Token).AsTask());
        await RemoveTrapAsync(connection);

        Assert.False(WriteFaults.MayHaveBeenApplied(failure));
        Assert.Equal(WriteOutcome.Committed, await engine.Database.WriteAsync(Insert("a"), Token));
    }

    [Fact]
    public async Task A_transaction_that_fell_victim_to_a_deadlock_is_run_again()
    {
        using var engine = new PostgresEngine();
        await engine.Database.WriteAsync(Insert("a").Add(Insert("b").Statements[0]), Token);
        await using var connection = await OpenAsync(engine);
        await ExecuteAsync(connection, "BEGIN; SET LOCAL deadlock_timeout = '60s'; UPDATE claims SET owner = 'x' WHERE key = 'b'");

        var write = engine.Database.WriteAsync(
            new MetadataWrite(new SqlStatement("UPDATE claims SET owner = 'y' WHERE key = 'a'"))
                .Add(new SqlStatement("UPDATE claims SET owner = 'y' WHERE key = 'b'")),
            Token).AsTask();
        await UntilBlockedAsync(engine);

        // Closes the ring; our server's detector strikes the one that waits with the shorter patience, which is not this one.
        await ExecuteAsync(connection, "UPDATE claims SET owner = 'x' WHERE key = 'a'");
        await ExecuteAsync(connection, "COMMIT");

        Assert.Equal(WriteOutcome.Committed, await write);
        Assert.Equal(2, await engine.Database.QueryFirstAsync(
            new SqlStatement("SELECT count(*) FROM claims WHERE owner = 'y'"), static row => row.GetInteger(0), Token));
    }

    private static string EndOthersOf(string application) =>
        $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name <> '{application}'";

    private static MetadataWrite Insert(string key) =>
        new(new SqlStatement("INSERT INTO claims(kind, key, owner) VALUES ('trouble', ?1, ?2)", key, Guid.NewGuid()));

    private static PostgresMetadataDatabase Open(PostgresMetadataOptions options) =>
        PostgresMetadataDatabase.Open(options, PostgresProfile.Metadata, TimeProvider.System, NullLogger.Instance);

    private static Task<NpgsqlConnection> OpenAsync(PostgresEngine engine) => ConnectAsync(engine.Options.ConnectionString);

    private static async Task<NpgsqlConnection> ConnectAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(connectionString + ";Pooling=false;Application Name=filestorage-test");
        await connection.OpenAsync(Token);
        return connection;
    }

    private static async Task<List<NpgsqlConnection>> TakeAllAsync(PostgresCluster cluster)
    {
        var taken = new List<NpgsqlConnection>();
        while (true)
        {
            try
            {
                taken.Add(await ConnectAsync(cluster.ConnectionTo("postgres")));
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.TooManyConnections)
            {
                return taken;
            }
        }
    }

    private static async Task AssertRefusedAsync(PostgresCluster cluster) => Assert.Empty(await TakeAllAsync(cluster));

    private static async Task BecomeStandbyAsync(NpgsqlConnection connection)
    {
        await ExecuteAsync(connection, $"ALTER DATABASE {connection.Database} SET default_transaction_read_only = on");
        await ExecuteAsync(connection, EndOthers);

        // They are told to end, and do so when they get to it.
        await UntilAsync(
            connection, "SELECT count(*) = 0 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'filestorage'");
    }

    // The sign of an attempt: a connection of ours that was made since.
    private static Task UntilTriedAsync(NpgsqlConnection connection) => UntilAsync(
        connection, "SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'filestorage'");

    private static async Task UntilBlockedAsync(PostgresEngine engine)
    {
        await using var connection = await OpenAsync(engine);
        await UntilAsync(
            connection, "SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
    }

    private static async Task UntilAsync(NpgsqlConnection connection, string condition)
    {
        await using var command = new NpgsqlCommand(condition, connection);
        while (!(bool)(await command.ExecuteScalarAsync(Token))!)
        {
            await Task.Yield();
        }
    }

    private static Task TrapAsync(NpgsqlConnection connection, string when, string body) => ExecuteAsync(
        connection,
        $"CREATE SEQUENCE trap; CREATE FUNCTION trap() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$; "
        + $"CREATE TRIGGER trap {when} FOR EACH ROW EXECUTE FUNCTION trap()");

    private static Task TrapAtCommitAsync(NpgsqlConnection connection, string body) => ExecuteAsync(
        connection,
        $"CREATE SEQUENCE trap; CREATE FUNCTION trap() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$; "
        + "CREATE CONSTRAINT TRIGGER trap AFTER INSERT ON claims DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION trap()");

    private static Task RemoveTrapAsync(NpgsqlConnection connection) =>
        ExecuteAsync(connection, "DROP TRIGGER trap ON claims; DROP FUNCTION trap(); DROP SEQUENCE trap");

    private static async Task ExecuteAsync(NpgsqlConnection connection, string text)
    {
        await using var command = new NpgsqlCommand(text, connection);
        await command.ExecuteNonQueryAsync(Token);
    }
}
