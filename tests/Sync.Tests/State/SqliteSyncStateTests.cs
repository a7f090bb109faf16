using FileStorage.Core.Chunks;
using FileStorage.Core.Entries;
using FileStorage.Sync.Local;
using FileStorage.Sync.Planning;
using FileStorage.Sync.Remote;
using FileStorage.Sync.State;
using FileStorage.Sync.State.Sqlite;
using FileStorage.Sync.Trees;

namespace FileStorage.Tests.Sync.Tests.State;

public sealed class SqliteSyncStateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("filestorage-state-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string DatabasePath => Path.Combine(_folder, "state.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_new_state_is_at_the_beginning()
    {
        using var state = SqliteSyncState.Open(DatabasePath);

        var contents = await state.LoadAsync(Token);

        Assert.Equal(NewsPlace.Beginning, contents.News);
        Assert.Empty(contents.Remote);
        Assert.Empty(contents.Synced);
        Assert.Empty(contents.Pending);
    }

    [Fact]
    public async Task What_was_written_is_there_after_a_restart()
    {
        var batch = new SyncStateBatch { News = new NewsPlace("cursor", 3, IsListing: false) };
        var remote = Remote(ChunkId.Of([1]));
        var bare = Remote(null);
        var synced = Synced();
        var local = new PendingCommand
        {
            Subject = Subject.Of(new LocalKey(ulong.MaxValue, 7)),
            OperationId = Guid.NewGuid(),
            Kind = CommandKind.Upload,
            ParentId = Guid.NewGuid(),
            Name = "näme\n",
            Contents = [new ContentMark(1, 2), new ContentMark(0, long.MaxValue)],
        };
        var command = new PendingCommand { Subject = Subject.Of(synced.Id), OperationId = Guid.NewGuid(), Kind = CommandKind.Trash, ExpectedEtag = "e" };
        batch.Remote[remote.Entry.Id] = remote;
        batch.Remote[bare.Entry.Id] = bare;
        batch.Synced[synced.Id] = synced;
        batch.Pending[local.Subject] = local;
        batch.Pending[command.Subject] = command;

        var contents = await RestartAsync(batch);

        Assert.Equal(batch.News, contents.News);
        Assert.Equal(new[] { remote, bare }.OrderBy(row => row.Entry.Id), contents.Remote.OrderBy(row => row.Entry.Id));
        Assert.Equal(synced, Assert.Single(contents.Synced));
        Assert.Equal(2, contents.Pending.Count);
        var read = contents.Pending.Single(one => one.Subject.IsLocal);
        Assert.Equal(local.Contents, read.Contents.AsEnumerable());
        Assert.Equal(local with { Contents = [] }, read with { Contents = [] });
        Assert.Equal(command with { Contents = [] }, contents.Pending.Single(one => !one.Subject.IsLocal) with { Contents = [] });
    }

    [Fact]
    public async Task Rows_are_replaced_and_removed_and_what_a_batch_does_not_name_stays()
    {
        var first = new SyncStateBatch { News = new NewsPlace("one", 1, IsListing: true) };
        var (kept, gone) = (Synced(), Synced());
        var row = Remote(null);
        first.Synced[kept.Id] = kept;
        first.Synced[gone.Id] = gone;
        first.Remote[row.Entry.Id] = row;
        await RestartAsync(first);
        var second = new SyncStateBatch();
        second.Synced[gone.Id] = null;
        second.Synced[kept.Id] = kept with { Name = "other" };
        second.Remote[row.Entry.Id] = null;

        var contents = await RestartAsync(second);

        Assert.Equal("one", contents.News.Cursor);
        Assert.Equal("other", Assert.Single(contents.Synced).Name);
        Assert.Empty(contents.Remote);
    }

    [Fact]
    public void A_damaged_or_newer_file_says_what_to_do()
    {
        File.WriteAllBytes(DatabasePath, [.. Enumerable.Repeat((byte)'x', 5000)]);

        Assert.Contains("Move it away", Assert.Throws<IOException>(() => SqliteSyncState.Open(DatabasePath)).Message, StringComparison.Ordinal);

        File.Delete(DatabasePath);
        using (var database = StateDatabase.Open(DatabasePath))
        {
            database.Execute("PRAGMA user_version = 99");
        }

        Assert.Contains("newer version", Assert.Throws<IOException>(() => SqliteSyncState.Open(DatabasePath)).Message, StringComparison.Ordinal);
    }

    private async Task<SyncStateContents> RestartAsync(SyncStateBatch batch)
    {
        using (var state = SqliteSyncState.Open(DatabasePath))
        {
            await state.WriteAsync(batch, Token);
        }

        using var again = SqliteSyncState.Open(DatabasePath);
        return await again.LoadAsync(Token);
    }

    private static RemoteRow Remote(ChunkId? hash) => new(
        new RemoteEntry
        {
            Id = Guid.NewGuid(),
            ParentId = Guid.NewGuid(),
            Name = "naïve",
            Kind = EntryKind.File,
            State = RemoteState.Trashed,
            Etag = "e",
            VersionId = Guid.NewGuid(),
            VersionNumber = 4,
            SizeBytes = 1L << 40,
            Sha256 = hash,
            ModifiedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 6, TimeSpan.Zero),
            Executable = true,
        },
        Listing: 2);

    private static SyncedNode Synced() => new()
    {
        Id = Guid.NewGuid(),
        ParentId = Guid.NewGuid(),
        Name = "",
        Kind = EntryKind.File,
        VersionId = Guid.NewGuid(),
        Sha256 = ChunkId.Of([2]),
        Key = new LocalKey(ulong.MaxValue - 1, 5),
        LocalSizeBytes = -1,
        LocalModifiedTicks = 9,
        LocalExecutable = true,
    };
}
