using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Postgres;
using FileStorage.Tests.Postgres;
using FileStorage.Tests.Storage.Metadata.Tests.Engines;
using Microsoft.Extensions.Logging.Abstractions;

namespace FileStorage.Tests.Storage.Metadata.Tests.Postgres;

/// <summary>One command makes the schema; nobody starts on another one.</summary>
public sealed class PostgresSchemaTests
{
    private readonly string _database = TestDatabase.MakeEmpty();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PostgresMetadataOptions Options => new() { ConnectionString = PostgresCluster.Shared.ConnectionTo(_database) };

    [Fact]
    public void Nobody_starts_on_an_empty_database() => AssertRefused<MetadataException>("migrate");

    [Fact]
    public async Task A_migrated_database_is_started_on_and_migrating_it_again_changes_nothing()
    {
        Assert.Equal((0, PostgresSchema.Newest), await PostgresMigrator.MigrateAsync(Options, Token));
        Assert.Equal((PostgresSchema.Newest, PostgresSchema.Newest), await PostgresMigrator.MigrateAsync(Options, Token));

        await using var database = Open();
        Assert.Empty(await database.CheckIntegrityAsync(Token));
    }

    [Fact]
    public async Task Two_that_migrate_at_once_apply_each_step_once()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PostgresMigrator.MigrateAsync(Options, Token)));

        Assert.Equal(0, Assert.Single(results, result => result.Before == 0).Before);
        await using var database = Open();
    }

    [Fact]
    public async Task Nobody_starts_on_a_schema_that_lacks_a_step()
    {
        await PostgresMigrator.MigrateAsync(Options, Token);
        TestDatabase.Execute(_database, $"DELETE FROM filestorage_schema WHERE number = {PostgresSchema.Newest}");

        AssertRefused<MetadataException>("migrate");
    }

    [Fact]
    public async Task Nobody_starts_on_or_migrates_a_schema_of_a_newer_program()
    {
        await PostgresMigrator.MigrateAsync(Options, Token);
        TestDatabase.Execute(_database, "INSERT INTO filestorage_schema(number) VALUES (999)");

        AssertRefused<SchemaTooNewException>("999");
        await Assert.ThrowsAsync<SchemaTooNewException>(() => PostgresMigrator.MigrateAsync(Options, Token));
    }

    [Fact]
    public async Task A_step_that_fails_leaves_nothing_of_itself_and_can_be_repeated()
    {
        TestDatabase.Execute(_database, "CREATE TABLE garbage(x integer)");
        await Assert.ThrowsAsync<MetadataException>(() => PostgresMigrator.MigrateAsync(Options, Token));
        TestDatabase.Execute(_database, "DROP TABLE garbage");

        Assert.Equal((0, PostgresSchema.Newest), await PostgresMigrator.MigrateAsync(Options, Token));
    }

    [Fact]
    public async Task Nobody_starts_where_an_answered_write_would_not_be_durable()
    {
        await PostgresMigrator.MigrateAsync(Options, Token);
        TestDatabase.Execute("postgres", $"ALTER DATABASE {_database} SET synchronous_commit = off");

        AssertRefused<MetadataException>("synchronous_commit");
    }

    [Fact]
    public void Nobody_starts_where_texts_are_not_unicode()
    {
        TestDatabase.Execute("postgres", $"DROP DATABASE {_database}");
        TestDatabase.Execute("postgres", $"CREATE DATABASE {_database} ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0");

        AssertRefused<MetadataException>("UTF8");
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=x;Database=x")]
    [InlineData("this is no connection string")]
    public void A_server_that_is_not_there_is_one_sentence(string connectionString)
    {
        var options = new PostgresMetadataOptions { ConnectionString = connectionString };

        var refusal = Assert.ThrowsAny<MetadataException>(
            () => PostgresMetadataDatabase.Open(options, PostgresProfile.Metadata, TimeProvider.System, NullLogger.Instance));

        Assert.Contains("PostgreSQL", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_steps_are_numbered_without_gaps() =>
        Assert.Equal(Enumerable.Range(1, PostgresSchema.Migrations.Count), PostgresSchema.Migrations.Select(migration => migration.Number));

    private PostgresMetadataDatabase Open() =>
        PostgresMetadataDatabase.Open(Options, PostgresProfile.Metadata, TimeProvider.System, NullLogger.Instance);

    private void AssertRefused<TException>(string said)
        where TException : MetadataException =>
        Assert.Contains(said, Assert.Throws<TException>(() => Open()).Message, StringComparison.Ordinal);
}
