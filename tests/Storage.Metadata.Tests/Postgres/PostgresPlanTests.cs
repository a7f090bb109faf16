using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Drives;
using FileStorage.Tests.Storage.Metadata.Tests.Engines;
using Npgsql;

namespace FileStorage.Tests.Storage.Metadata.Tests.Postgres;

/// <summary>By which plans the server carries statements out that were prepared when its tables were empty, and were never analysed since.</summary>
public sealed class PostgresPlanTests
{
    private const int Commits = 200;
    private const int FilesPerCommit = 10;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_table_that_grows_is_not_read_from_end_to_end()
    {
        using var engine = new PostgresEngine();
        var store = new SqlDriveStore(((IEngine)engine).Shards);
        var drive = Sample.NewId();

        // Not from a pool: the database is the next test's, which may want it alone.
        await using var connection = new NpgsqlConnection(engine.Options.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Token);
        var (_, readBefore) = await StatisticsAsync(connection);
        List<EntryRow> last = [Sample.Folder(drive, parent: null, name: string.Empty) with { Id = drive }];
        Assert.Equal(WriteOutcome.Committed, await store.CommitAsync(
            new() { ExpectedRowVersion = 0, Drive = Sample.Drive(drive), InsertedEntries = last }, Token));

        for (var commit = 1; commit <= Commits; commit++)
        {
            List<EntryRow> added = [.. Enumerable.Range(0, FilesPerCommit).Select(index => Sample.File(drive, drive, $"{commit}-{index}"))];
            Assert.Equal(WriteOutcome.Committed, await store.CommitAsync(
                new()
                {
                    ExpectedRowVersion = commit,
                    Drive = Sample.Drive(drive, commit + 1),
                    InsertedEntries = added,
                    UpdatedEntries = [.. last.Select(static row => row with { EtagNumber = row.EtagNumber + 1 })],
                },
                Token));
            last = added;
        }

        // A connection that ends tells what it has counted.
        engine.Close();
        var (written, read) = await StatisticsAsync(connection);
        while (written < Commits * FilesPerCommit)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), Token);
            (written, read) = await StatisticsAsync(connection);
        }

        Assert.InRange(read - readBefore, 0, Commits * FilesPerCommit);
    }

    private static async Task<(long Written, long Read)> StatisticsAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("SELECT n_tup_ins, seq_tup_read FROM pg_stat_user_tables WHERE relname = 'entries'", connection);
        await using var rows = await command.ExecuteReaderAsync(Token);
        Assert.True(await rows.ReadAsync(Token));
        return (rows.GetInt64(0), rows.GetInt64(1));
    }
}
