using FileStorage.Core.Chunks;
using FileStorage.Core.Entries;
using FileStorage.Sync.Local;
using FileStorage.Sync.Planning;
using FileStorage.Sync.Remote;
using FileStorage.Sync.State;
using FileStorage.Sync.Trees;

namespace FileStorage.Tests.Sync.Tests.State;

/// <summary>What every store of the engine's state keeps, and how.</summary>
public abstract class SyncStateContract
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task A_new_state_is_empty_and_begins_at_the_beginning()
    {
        using var state = Open();

        var contents = await state.State.LoadAsync(Never);

        Assert.Equal(NewsPlace.Beginning, contents.News);
        Assert.Empty(contents.Remote);
        Assert.Empty(contents.Synced);
        Assert.Empty(contents.Pending);
    }

    [Fact]
    public async Task What_was_written_is_there_after_a_restart()
    {
        using var state = Open();
        var (remote, synced, pending) = (Remote("ü.txt"), Synced("ü.txt"), Pending(Subject.Of(new LocalKey(ulong.MaxValue, 7))));
        var batch = new SyncStateBatch { News = new NewsPlace("cursor", 3, IsListing: false) };
        batch.Remote[remote.Entry.Id] = remote;
        batch.Synced[synced.Id] = synced;
        batch.Pending[pending.Subject] = pending;

        await state.State.WriteAsync(batch, Never);
        state.Restart();
        var contents = await state.State.LoadAsync(Never);

        Assert.Equal(batch.News, contents.News);
        Assert.Equal(remote, Assert.Single(contents.Remote));
        Assert.Equal(synced, Assert.Single(contents.Synced));
        var command = Assert.Single(contents.Pending);
        Assert.Equal(pending with { Contents = command.Contents }, command);
        Assert.Equal(pending.Contents, command.Contents);
    }

    [Fact]
    public async Task A_folder_without_content_is_kept_as_it_is()
    {
        using var state = Open();
        var folder = new RemoteRow(Remote("").Entry with { Kind = EntryKind.Folder, Sha256 = null, VersionId = Guid.Empty, ParentId = Guid.Empty }, 1);
        var batch = new SyncStateBatch();
        batch.Remote[folder.Entry.Id] = folder;

        await state.State.WriteAsync(batch, Never);

        Assert.Equal(folder, Assert.Single((await state.State.LoadAsync(Never)).Remote));
    }

    [Fact]
    public async Task A_later_value_replaces_an_earlier_one_and_null_removes_it()
    {
        using var state = Open();
        var (kept, removed) = (Synced("kept"), Synced("removed"));
        var command = Pending(Subject.Of(kept.Id));
        var first = new SyncStateBatch();
        (first.Synced[kept.Id], first.Synced[removed.Id], first.Pending[command.Subject]) = (kept, removed, command);
        await state.State.WriteAsync(first, Never);
        var second = new SyncStateBatch();
        (second.Synced[kept.Id], second.Synced[removed.Id]) = (kept with { Name = "renamed", Sha256 = null }, null);
        second.Pending[command.Subject] = null;

        await state.State.WriteAsync(second, Never);
        state.Restart();
        var contents = await state.State.LoadAsync(Never);

        Assert.Equal(kept with { Name = "renamed", Sha256 = null }, Assert.Single(contents.Synced));
        Assert.Empty(contents.Pending);
    }

    private protected abstract StateUnderTest Open();

    private static RemoteRow Remote(string name) => new(
        new RemoteEntry
        {
            Id = Guid.NewGuid(),
            ParentId = Guid.NewGuid(),
            Name = name,
            Kind = EntryKind.File,
            State = RemoteState.Trashed,
            Etag = "etag",
            VersionId = Guid.NewGuid(),
            VersionNumber = 12,
            SizeBytes = long.MaxValue,
            Sha256 = ChunkId.Of([1, 2, 3]),
            ModifiedAt = new DateTimeOffset(2026, 11, 22, 1, 2, 3, 4, TimeSpan.Zero),
            Executable = true,
        },
        Listing: 5);

    private static SyncedNode Synced(string name) => new()
    {
        Id = Guid.NewGuid(),
        ParentId = Guid.NewGuid(),
        Name = name,
        Kind = EntryKind.File,
        VersionId = Guid.NewGuid(),
        Sha256 = ChunkId.Of([4]),
        Key = new LocalKey(ulong.MaxValue - 1, 99),
        LocalSizeBytes = -1,
        LocalModifiedTicks = 123,
        LocalExecutable = true,
    };

    private static PendingCommand Pending(Subject subject) => new()
    {
        Subject = subject,
        OperationId = Guid.NewGuid(),
        Kind = CommandKind.Upload,
        FileId = Guid.NewGuid(),
        ExpectedEtag = "before",
        ParentId = Guid.NewGuid(),
        Name = "name",
        Contents = [new ContentMark(1, 2), new ContentMark(3, 4)],
    };
}
