using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Sqlite;
using FileStorage.Tests.Storage.Metadata.Tests.Engines;
using Microsoft.Extensions.Logging.Abstractions;

namespace FileStorage.Tests.Storage.Metadata.Tests.Database;

public sealed class SqliteDatabaseTests : MetadataDatabaseContract<SqliteEngine>
{
    [Fact]
    public async Task Writes_that_come_together_share_commits()
    {
        const int Count = 2_000;
        var before = Engine.Sqlite.Writer.Commits;

        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, Count).Select(index => WriteAsync(Insert($"{index}", Guid.NewGuid())).AsTask()));

        Assert.All(outcomes, outcome => Assert.Equal(WriteOutcome.Committed, outcome));
        Assert.InRange(Engine.Sqlite.Writer.Commits - before, 1, Count / 4);
    }

    [Fact]
    public async Task A_write_that_fails_at_once_does_not_make_the_others_run_again()
    {
        await WriteAsync(Insert("taken", Guid.NewGuid()));

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => WriteAsync(Insert("taken", Guid.NewGuid())).AsTask()));

        Assert.Equal(0, Engine.Sqlite.Writer.RepeatedBatches);
    }

    [Fact]
    public async Task More_writes_than_the_queue_holds_wait_and_are_all_done()
    {
        const int Count = 300;
        using var small = new SmallQueue();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, Count).Select(index =>
            small.Database.WriteAsync(new MetadataWrite(Insert($"{index}", Guid.NewGuid())), Token).AsTask()));

        Assert.All(outcomes, outcome => Assert.Equal(WriteOutcome.Committed, outcome));
        Assert.True(small.Database.Writer.Commits >= Count / SmallQueue.WritesPerCommit);
    }

    [Fact]
    public async Task A_second_connection_sees_what_was_committed_while_the_writer_lives()
    {
        var owner = Guid.NewGuid();
        await WriteAsync(Insert("a", owner));

        // As another process would after this one was killed: no checkpoint, no farewell, only the file and its log.
        using var other = SqliteConnection.Open(Engine.Options.File, TimeSpan.FromSeconds(1));
        var found = other.QueryFirst(new SqlStatement("SELECT owner FROM claims WHERE key = 'a'"), static row => row.GetGuid(0));

        Assert.Equal(owner, found);
    }

    [Fact]
    public async Task A_copy_of_the_files_as_they_lie_after_a_commit_holds_everything()
    {
        var owner = Guid.NewGuid();
        await WriteAsync(Insert("a", owner));
        var folder = Directory.CreateTempSubdirectory("metadata-copy-");
        var copy = Path.Combine(folder.FullName, "metadata.db");
        File.Copy(Engine.Options.File, copy);
        File.Copy(Engine.Options.File + "-wal", copy + "-wal");

        using (var reopened = SqliteMetadataDatabase.Open(new SqliteMetadataOptions { File = copy }, NullLogger.Instance))
        {
            var found = await reopened.QueryFirstAsync(
                new SqlStatement("SELECT owner FROM claims WHERE key = 'a'"), static row => row.GetGuid(0), Token);
            Assert.Equal(owner, found);
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task What_was_queued_is_carried_out_before_it_is_closed()
    {
        var writes = Enumerable.Range(0, 500).Select(index => WriteAsync(Insert($"{index}", Guid.NewGuid())).AsTask()).ToList();

        Engine.Close();

        Assert.All(await Task.WhenAll(writes), outcome => Assert.Equal(WriteOutcome.Committed, outcome));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => WriteAsync(Insert("late", Guid.NewGuid())).AsTask());
    }

    [Fact]
    public async Task A_full_disk_refuses_what_does_not_fit_and_keeps_what_is_there()
    {
        using var limited = new LimitedDatabase();
        var body = new byte[100_000];

        var stored = 0;
        await Assert.ThrowsAsync<StorageFullException>(async () =>
        {
            for (; stored < 1_000; stored++)
            {
                await limited.StoreAsync(stored, body, Token);
            }
        });

        Assert.InRange(stored, 1, 999);
        Assert.Equal(stored, await limited.CountAsync(Token));
        limited.GiveRoom();
        await limited.StoreAsync(stored, body, Token);
        Assert.Equal(stored + 1, await limited.CountAsync(Token));
    }

    [Fact]
    public async Task What_does_not_fit_does_not_harm_what_does()
    {
        using var limited = new LimitedDatabase();

        var large = limited.StoreAsync(1, new byte[100_000_000], Token);
        var small = Enumerable.Range(2, 20).Select(key => limited.StoreAsync(key, new byte[10], Token)).ToList();

        await Assert.ThrowsAsync<StorageFullException>(() => large);
        await Task.WhenAll(small);
        Assert.Equal(20, await limited.CountAsync(Token));
    }

    [Fact]
    public async Task A_long_run_of_writes_does_not_let_the_log_grow_without_end()
    {
        const int LimitPages = 100;
        using var checkpointed = new SmallQueue(LimitPages);
        var body = new byte[3_000];

        for (var round = 0; round < 400; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(index => checkpointed.Database.WriteAsync(
                new MetadataWrite(new SqlStatement(
                    "INSERT INTO documents(kind, key, etag, body) VALUES ('t', ?1, 1, ?2)", $"{round}-{index}", body)),
                Token).AsTask()));
        }

        // 3,200 pages of rows alone were written.
        Assert.InRange(new FileInfo(checkpointed.File + "-wal").Length, 1, 15L * LimitPages * 4096);
    }
}
