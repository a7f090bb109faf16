using FileStorage.Core.Entries;
using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Tests.Grains.Tests;

public sealed class DriveFeedTests : SiloTest
{
    private readonly Dictionary<Guid, DriveChange> _told = [];
    private DriveCursor? _cursor;

    [Fact]
    public async Task The_first_listing_tells_all_there_is_with_the_trash_and_what_lies_below_it()
    {
        var folder = await FolderAsync(DriveId, "folder");
        var inner = await FolderAsync(folder.Id, "inner");
        var file = await PutAsync(inner.Id, "file", [1]);
        var trashed = await FolderAsync(DriveId, "trashed");
        var below = await PutAsync(trashed.Id, "below", [2]);
        await TrashAsync(trashed.Id);

        await FollowAsync(limit: 2);

        Assert.Equal(
            new[] { DriveId, folder.Id, inner.Id, file.Id, trashed.Id, below.Id }.Order(), _told.Keys.Order());
        Assert.All(_told.Values, change => Assert.Null(change.Kind));
        Assert.NotNull(_told[trashed.Id].Entry.TrashedAt);
        Assert.Null(_told[below.Id].Entry.TrashedAt);
        Assert.Equal(await Drive.FindAsync(file.Id, Token), _told[file.Id].Entry with { Path = ["folder", "inner", "file"] }, SameEntry);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public async Task Whatever_the_page_size_nothing_is_missed_and_nothing_told_twice(int limit)
    {
        for (var folders = 0; folders < 5; folders++)
        {
            var folder = await FolderAsync(DriveId, $"folder {folders}");
            for (var files = 0; files < folders; files++)
            {
                await PutAsync(folder.Id, $"file {files}", [1]);
            }
        }

        var count = await FollowAsync(limit);

        Assert.Equal(1 + 5 + 10, _told.Count);
        Assert.Equal(_told.Count, count);
    }

    [Fact]
    public async Task What_changes_while_the_listing_goes_on_is_told_after_it()
    {
        var first = await FolderAsync(DriveId, "first");
        var second = await FolderAsync(DriveId, "second");
        var moved = await PutAsync(second.Id, "moved", [1]);
        var gone = await PutAsync(second.Id, "gone", [2]);

        for (var page = 0; await ReadAsync(limit: 1); page++)
        {
            if (page == 2)
            {
                await MoveAsync(moved.Id, first.Id, "here");
                await TrashAsync(gone.Id);
                await PutAsync(first.Id, "new", [3]);
            }
        }

        Assert.Equal((first.Id, "here"), (_told[moved.Id].Entry.ParentId, _told[moved.Id].Entry.Name));
        Assert.NotNull(_told[gone.Id].Entry.TrashedAt);
        Assert.Contains(_told.Values, change => change.Entry.Name == "new");
    }

    [Fact]
    public async Task Each_kind_of_change_is_told_with_the_entry_as_it_is()
    {
        await FollowAsync();
        var folder = await FolderAsync(DriveId, "folder");
        var file = await PutAsync(folder.Id, "file", [1]);

        await FollowAsync();
        Assert.Equal((ChangeKind.Created, 2, DeviceId), (_told[file.Id].Kind, _told[file.Id].Number, _told[file.Id].DeviceId));

        await File(file.Id).CommitAsync(await PrepareAsync(file.Id, folder.Id, "file", [1, 2]), Token);
        await FollowAsync();
        Assert.Equal((ChangeKind.Changed, 2, 2), (_told[file.Id].Kind, _told[file.Id].Entry.VersionNumber, _told[file.Id].Entry.SizeBytes));

        await MoveAsync(file.Id, DriveId, "elsewhere");
        await FollowAsync();
        Assert.Equal((ChangeKind.Moved, DriveId, "elsewhere"), (_told[file.Id].Kind, _told[file.Id].Entry.ParentId, _told[file.Id].Entry.Name));

        await TrashAsync(folder.Id);
        await FollowAsync();
        Assert.Equal(ChangeKind.Trashed, _told[folder.Id].Kind);

        await PurgeAsync(folder.Id);
        while (await Drive.TidyAsync(Token))
        {
        }

        await FollowAsync();
        Assert.Equal((ChangeKind.Purged, true, "folder"), (_told[folder.Id].Kind, _told[folder.Id].IsPurged, _told[folder.Id].Entry.Name));
    }

    [Fact]
    public async Task A_page_holds_an_entry_once_with_what_happened_last()
    {
        await FollowAsync();
        var folder = await FolderAsync(DriveId, "a");
        await MoveAsync(folder.Id, DriveId, "b");
        await MoveAsync(folder.Id, DriveId, "c");

        Assert.Equal(1, await FollowAsync());
        Assert.Equal((ChangeKind.Moved, 3, "c"), (_told[folder.Id].Kind, _told[folder.Id].Number, _told[folder.Id].Entry.Name));
        Assert.Equal(0, await FollowAsync());
    }

    [Fact]
    public async Task What_lies_below_something_purged_is_not_listed()
    {
        var folder = await FolderAsync(DriveId, "folder");
        var inner = await FolderAsync(folder.Id, "inner");
        await PutAsync(inner.Id, "file", [1]);
        await TrashAsync(folder.Id);
        await PurgeAsync(folder.Id);

        await FollowAsync();

        Assert.Equal([DriveId], _told.Keys);
    }

    [Fact]
    public async Task A_cursor_of_another_time_has_to_begin_again()
    {
        await FolderAsync(DriveId, "a");
        await FollowAsync();

        Assert.IsType<ChangeOutcome.Resync>(await Drive.ReadChangesAsync(_cursor! with { Epoch = 1 }, 10, Token));
        Assert.IsType<ChangeOutcome.Resync>(await Drive.ReadChangesAsync(_cursor with { Number = 2 }, 10, Token));
    }

    /// <summary>Reads on until there is no more; answers how many changes were told.</summary>
    private async Task<int> FollowAsync(int limit = 1000)
    {
        var count = 0;
        bool more;
        do
        {
            more = await ReadAsync(limit, changes => count += changes);
        }
        while (more);
        return count;
    }

    private async Task<bool> ReadAsync(int limit, Action<int>? count = null)
    {
        var page = Assert.IsType<ChangeOutcome.Page>(await Drive.ReadChangesAsync(_cursor, limit, Token));
        Assert.InRange(page.Changes.Length, 0, limit);
        Assert.Equal(page.Changes.Length, page.Changes.DistinctBy(change => change.Entry.Id).Count());
        foreach (var change in page.Changes)
        {
            _told[change.Entry.Id] = change;
        }

        count?.Invoke(page.Changes.Length);
        _cursor = page.Cursor;
        return page.HasMore;
    }

    private static bool SameEntry(Entry? first, Entry? second) =>
        first is not null && second is not null && first.Path.SequenceEqual(second.Path) && first with { Path = second.Path } == second;
}
