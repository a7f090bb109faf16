using System.Text;
using FileStorage.Core.Chunks;
using FileStorage.Core.Entries;
using FileStorage.Grains.History;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.History;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Drives;
using Orleans.Storage;

namespace FileStorage.Tests.Grains.Tests.History;

public sealed class RewindTests : RewindTest
{
    protected override KeyValuePair<string, string?>[] Settings => [new("Journal:KeepRows", "1000"), new("Journal:KeepDays", "10")];

    private Guid Operation { get; } = Guid.NewGuid();

    [Fact]
    public async Task Names_that_were_swapped_are_swapped_back()
    {
        var one = await PutAsync(DriveId, "one", [1]);
        var two = await PutAsync(DriveId, "two", [2]);
        var number = await NumberAsync();
        await MoveAsync(one.Id, DriveId, "aside");
        await MoveAsync(two.Id, DriveId, "one");
        await MoveAsync(one.Id, DriveId, "two");

        var report = await RewindAsync(DriveId, number);

        Assert.Equal(2, report.Moved);
        Assert.Equal(one.Id, (await Drive.ResolveAsync(["one"], Token)).Entry?.Id);
        Assert.Equal(two.Id, (await Drive.ResolveAsync(["two"], Token)).Entry?.Id);
    }

    [Fact]
    public async Task A_number_among_the_rows_of_a_rewind_means_all_of_them_also_where_another_one_began_there_and_changed_nothing()
    {
        var one = await PutAsync(DriveId, "one", [1]);
        var before = await NumberAsync();
        await TrashAsync(one.Id);
        var other = await PutAsync(DriveId, "one", [3]);
        var first = await NumberAsync();
        await RewindAsync(DriveId, before);
        Silo.Clock.Advance(TimeSpan.FromSeconds(1));
        await RestoreAsync(other.Id, name: "other");
        await MoveAsync(one.Id, DriveId, "aside");
        await MoveAsync(other.Id, DriveId, "one");
        var last = await NumberAsync();

        // Nothing to do: it begins where the next one does.
        await RewindAsync(DriveId, last);
        Silo.Clock.Advance(TimeSpan.FromSeconds(1));
        await RewindAsync(DriveId, before);
        var end = await NumberAsync();
        await MoveAsync(one.Id, DriveId, "aside");
        await RestoreAsync(other.Id, name: "one");

        Assert.True(first < last && last + 1 < end);
        for (var number = last + 1; number <= end; number++)
        {
            await RewindAsync(DriveId, number);
            Assert.Equal(one.Id, (await Drive.ResolveAsync(["one"], Token)).Entry?.Id);
        }

        Assert.Empty(await CheckAsync());
    }

    [Fact]
    public async Task A_folder_and_the_one_that_was_in_it_change_places_again()
    {
        var outer = await FolderAsync(DriveId, "outer");
        var inner = await FolderAsync(outer.Id, "inner");
        var number = await NumberAsync();
        await MoveAsync(inner.Id, DriveId, "inner");
        await MoveAsync(outer.Id, inner.Id, "outer");

        await RewindAsync(DriveId, number);

        Assert.Equal(inner.Id, (await Drive.ResolveAsync(["outer", "inner"], Token)).Entry?.Id);
        Assert.Single((await Drive.ListAsync(DriveId, null, 10, Token))!.Entries);
    }

    [Fact]
    public async Task A_file_gets_a_new_version_that_refers_to_the_old_content()
    {
        var file = await PutAsync(DriveId, "file", [1, 2, 3]);
        var number = await NumberAsync();
        await SaveAsync(file, [4]);

        var report = await RewindAsync(DriveId, number);

        var now = (await Drive.FindAsync(file.Id, Token))!;
        Assert.Equal((3, ChunkId.Of([1, 2, 3])), (now.VersionNumber, now.Sha256));
        Assert.Equal((1, 1), (report.Contents, report.ContentsDone));
        Assert.Equal(7, (await Drive.GetSummaryAsync(Token)).UsedBytes);
        Silo.Clock.Advance(TimeSpan.FromDays(2));
        await CollectAsync();
        Assert.NotNull(await Chunk([1, 2, 3]).LocateAsync(Token));
        Assert.Empty(await CheckAsync());
    }

    [Fact]
    public async Task What_came_since_is_in_the_trash_and_what_went_is_back()
    {
        var kept = await FolderAsync(DriveId, "kept");
        var deleted = await PutAsync(kept.Id, "deleted", [1]);
        var number = await NumberAsync();
        await TrashAsync(deleted.Id);
        var fresh = await PutAsync(kept.Id, "fresh", [2]);

        var report = await RewindAsync(DriveId, number);

        Assert.Equal((1, 1), (report.Restored, report.Trashed));
        Assert.Equal(deleted.Id, Assert.Single((await Drive.ListAsync(kept.Id, null, 10, Token))!.Entries).Id);
        Assert.Equal(fresh.Id, Assert.Single((await Drive.ListTrashAsync(null, 10, Token)).Entries).Id);
    }

    [Fact]
    public async Task Rewinding_to_the_number_before_a_rewind_undoes_it_also_where_the_folder_itself_had_been_deleted()
    {
        var folder = await FolderAsync(DriveId, "folder");
        await PutAsync(folder.Id, "file", [1]);
        var number = await NumberAsync();
        await TrashAsync(folder.Id);
        await FolderAsync(DriveId, "other");
        var before = await TreeAsync(DriveId);

        var report = await RewindAsync(folder.Id, number);
        Assert.NotNull((await Drive.ResolveAsync(["folder", "file"], Token)).Entry);
        await RewindAsync(folder.Id, report.FromNumber);

        Assert.Equal(before, await TreeAsync(DriveId));
    }

    [Fact]
    public async Task A_moment_is_found_by_the_clock_and_an_item_by_the_path_it_had()
    {
        var folder = await FolderAsync(DriveId, "folder");
        var file = await PutAsync(folder.Id, "file", [1]);
        Silo.Clock.Advance(TimeSpan.FromHours(1));
        var at = new Moment { At = Silo.Clock.GetUtcNow() };
        Silo.Clock.Advance(TimeSpan.FromHours(1));
        await MoveAsync(folder.Id, DriveId, "renamed");
        await SaveAsync(file with { ParentId = folder.Id }, [2, 3]);
        await TrashAsync(file.Id);

        var found = Assert.IsType<PastOutcome.Found>(await History.FindAsync(new PastAddress { Path = ["folder", "file"] }, at, Token));
        Assert.Equal((file.Id, 1L, 1L, 2L), (found.Item.Id, found.Item.VersionNumber, found.Item.SizeBytes, found.Number));
        Assert.Equal(ChunkId.Of([1]), found.Item.Sha256);
        Assert.IsType<PastOutcome.Missing>(await History.FindAsync(new PastAddress { Path = ["renamed"] }, at, Token));

        var request = Request(Guid.Empty, 0) with { Address = new PastAddress { Path = ["folder"] }, Moment = at };
        Assert.IsType<RewindOutcome.Known>(await TryRewindAsync(request));
        Assert.Equal(ChunkId.Of([1]), (await Drive.ResolveAsync(["renamed", "file"], Token)).Entry?.Sha256);
    }

    [Fact]
    public async Task A_number_within_the_rows_of_a_rewind_means_all_of_it()
    {
        var one = await PutAsync(DriveId, "one", [1]);
        var two = await PutAsync(DriveId, "two", [2]);
        var number = await NumberAsync();
        await MoveAsync(one.Id, DriveId, "aside");
        await MoveAsync(two.Id, DriveId, "one");
        await MoveAsync(one.Id, DriveId, "two");
        var report = await RewindAsync(DriveId, number);
        var rewound = await TreeAsync(DriveId);
        await TrashAsync(one.Id);

        var middle = await RewindAsync(DriveId, report.FromNumber + 1);

        Assert.Equal(report.FromNumber + 2, middle.ToNumber);
        Assert.Equal(rewound, await TreeAsync(DriveId));
    }

    [Fact]
    public async Task The_same_operation_is_done_once()
    {
        await PutAsync(DriveId, "file", [1]);
        var request = Request(DriveId, 0);
        var first = Assert.IsType<RewindOutcome.Known>(await TryRewindAsync(request)).Report;
        await PutAsync(DriveId, "later", [1]);

        var again = Assert.IsType<RewindOutcome.Known>(await TryRewindAsync(request)).Report;

        Assert.Equal((first.FromNumber, 1), (again.FromNumber, again.Trashed));
        Assert.Single((await Drive.ListAsync(DriveId, null, 10, Token))!.Entries);
    }

    [Fact]
    public async Task A_rewind_that_was_cut_off_after_its_first_commit_is_finished_by_the_drive_and_leaves_newer_edits_alone()
    {
        var one = await PutAsync(DriveId, "one", [1]);
        var two = await PutAsync(DriveId, "two", [1]);
        var three = await PutAsync(DriveId, "three", [1]);
        var expected = await SaveAsync(one, [2]);
        await SaveAsync(two, [2]);
        await BeginAsBeforeACrashAsync(
            new RewindFile(one.Id, 1, expected.VersionId), new RewindFile(two.Id, 1, two.VersionId), new RewindFile(three.Id, 9, three.VersionId));

        RewindRow row;
        do
        {
            await TidyAsync();
            row = (await Silo.Drives.FindRewindAsync(DriveId, Operation, Token))!;
        }
        while (row.IsRunning);

        var report = Assert.IsType<RewindOutcome.Known>(await TryRewindAsync(Request(DriveId, 0) with { OperationId = Operation })).Report;
        Assert.Equal((true, 1, 1, 1), (report.IsDone, report.ContentsDone, report.ContentsNewer, report.ContentsGone));
        Assert.Equal(ChunkId.Of([1]), (await Drive.FindAsync(one.Id, Token))!.Sha256);
        Assert.Equal(ChunkId.Of([2]), (await Drive.FindAsync(two.Id, Token))!.Sha256);
        Assert.Empty(await CheckAsync());
    }

    [Fact]
    public async Task A_preview_tells_what_would_be_done_and_does_nothing()
    {
        var folder = await FolderAsync(DriveId, "folder");
        var file = await PutAsync(folder.Id, "file", [1]);
        var number = await NumberAsync();
        await MoveAsync(file.Id, DriveId, "moved");
        await SaveAsync(file with { Name = "moved" }, [2]);
        await PutAsync(DriveId, "fresh", [3]);
        var before = await TreeAsync(DriveId);

        var report = Assert.IsType<RewindOutcome.Known>(await History.PreviewAsync(Request(DriveId, number), 10, Token)).Report;

        Assert.Equal(before, await TreeAsync(DriveId));
        Assert.Equal(
            [(RewindStep.Move, "/moved", "/folder/file"), (RewindStep.Trash, "/fresh", null), (RewindStep.Content, "/moved", "/folder/file")],
            report.Changes.Select(change => (change.Step, change.From, change.To)));
    }

    [Fact]
    public async Task What_was_purged_is_told_and_a_folder_that_still_has_something_in_it_is_made_anew()
    {
        var folder = await FolderAsync(DriveId, "folder");
        var kept = await PutAsync(folder.Id, "kept", [1]);
        var lost = await PutAsync(DriveId, "lost", [2]);
        var number = await NumberAsync();
        await MoveAsync(kept.Id, DriveId, "kept");
        await TrashAsync(folder.Id);
        await PurgeAsync(folder.Id);
        await TrashAsync(lost.Id);
        await PurgeAsync(lost.Id);
        await TidyAsync();

        var report = await RewindAsync(DriveId, number);

        Assert.Equal((1, 1), (report.Made, report.Lost));
        Assert.Equal((RewindStep.Lose, "/lost"), (report.Changes[0].Step, report.Changes[0].To));
        Assert.Equal(kept.Id, (await Drive.ResolveAsync(["folder", "kept"], Token)).Entry?.Id);
        Assert.True(Assert.IsType<PastOutcome.Found>(
            await History.FindAsync(new PastAddress { ItemId = lost.Id }, new Moment { Number = number }, Token)).Item.IsGone);
        await AssertRowsAreSoundAsync();
    }

    [Fact]
    public async Task What_came_from_elsewhere_goes_back_or_to_the_trash_where_its_place_is_taken()
    {
        var folder = await FolderAsync(DriveId, "folder");
        var free = await PutAsync(DriveId, "free", [1]);
        var taken = await PutAsync(DriveId, "taken", [2]);
        var number = await NumberAsync();
        await MoveAsync(free.Id, folder.Id, "x");
        await MoveAsync(taken.Id, folder.Id, "y");
        await PutAsync(DriveId, "taken", [3]);

        await RewindAsync(folder.Id, number);

        Assert.Empty(await TreeAsync(folder.Id));
        Assert.Equal(free.Id, (await Drive.ResolveAsync(["free"], Token)).Entry?.Id);
        Assert.Equal(taken.Id, Assert.Single((await Drive.ListTrashAsync(null, 10, Token)).Entries).Id);
    }

    [Fact]
    public async Task Without_reaching_outside_what_was_taken_out_stays_there_and_what_came_in_goes_to_the_trash()
    {
        var folder = await FolderAsync(DriveId, "folder");
        var taken = await PutAsync(folder.Id, "taken", [1]);
        var brought = await PutAsync(DriveId, "brought", [2]);
        var number = await NumberAsync();
        await MoveAsync(taken.Id, DriveId, "taken");
        await MoveAsync(brought.Id, folder.Id, "brought");

        var report = Assert.IsType<RewindOutcome.Known>(
            await TryRewindAsync(Request(folder.Id, number, reachesOutside: false))).Report;

        Assert.Equal((1, 1), (report.Lost, report.Trashed));
        Assert.Equal(taken.Id, (await Drive.ResolveAsync(["taken"], Token)).Entry?.Id);
        Assert.Empty(await TreeAsync(folder.Id));
    }

    [Fact]
    public async Task What_cannot_be_done_is_refused_and_changes_nothing()
    {
        var folder = await FolderAsync(DriveId, "folder");
        var inner = await FolderAsync(folder.Id, "inner");
        var number = await NumberAsync();
        await MoveAsync(inner.Id, DriveId, "inner");
        await MoveAsync(folder.Id, inner.Id, "folder");
        Assert.IsType<DriveOutcome.Cycle>(await RefusalAsync(folder.Id, number));

        var above = await FolderAsync(DriveId, "above");
        var below = await FolderAsync(above.Id, "below");
        number = await NumberAsync();
        await TrashAsync(above.Id);
        Assert.IsType<DriveOutcome.ParentMissing>(await RefusalAsync(below.Id, number));
        Assert.IsType<DriveOutcome.NotFound>(await RefusalAsync(Guid.NewGuid(), number));

        var other = await FolderAsync(DriveId, "other");
        var then = await NumberAsync();
        await TrashAsync(other.Id);
        await FolderAsync(DriveId, "other");
        Assert.IsType<DriveOutcome.NameTaken>(await RefusalAsync(other.Id, then));

        var file = await PutAsync(DriveId, "large", new byte[600_000]);
        var before = await NumberAsync();
        await SaveAsync(file, [1]);
        Assert.IsType<DriveOutcome.QuotaExceeded>(await RefusalAsync(DriveId, before));
        await AssertRowsAreSoundAsync();
    }

    [Fact]
    public async Task Beyond_the_kept_journal_nothing_is_known()
    {
        await FolderAsync(DriveId, "old");
        Silo.Clock.Advance(TimeSpan.FromDays(11));
        await FolderAsync(DriveId, "new");
        await TidyAsync();

        Assert.IsType<RewindOutcome.Forgotten>(await TryRewindAsync(Request(DriveId, 0)));
        Assert.IsType<RewindOutcome.Forgotten>(await TryRewindAsync(Request(DriveId, 99)));
        Assert.IsType<PastOutcome.Forgotten>(await FindRootAsync(TimeSpan.FromDays(-10.5)));
        Assert.IsType<PastOutcome.Found>(await FindRootAsync(TimeSpan.FromDays(-9)));
        Assert.Equal(1, Assert.IsType<PastOutcome.Found>(await FindRootAsync(TimeSpan.FromDays(-9))).Number);
    }

    [Fact]
    public async Task Children_of_a_past_folder_come_in_the_order_of_their_bytes_page_by_page()
    {
        var names = new[] { "a", "b", "é", "\uFF5E", "\U0001F600", "z" };
        foreach (var name in names)
        {
            await PutAsync(DriveId, name, [1]);
        }

        var number = await NumberAsync();
        foreach (var entry in (await Drive.ListAsync(DriveId, null, 10, Token))!.Entries.Where((_, index) => index % 2 == 0))
        {
            await TrashAsync(entry.Id);
        }

        var told = (await PastTreeAsync(DriveId, number, pageSize: 2)).Keys;

        Assert.Equal(names.Select(name => "/" + name).Order(StringComparer.Ordinal), told);
        var page = Assert.IsType<PastOutcome.Page>(
            await History.ListAsync(new PastAddress { ItemId = DriveId }, new Moment { Number = number }, null, 100, Token));
        Assert.Equal(names.OrderBy(Encoding.UTF8.GetBytes, Comparer<byte[]>.Create((x, y) => x.AsSpan().SequenceCompareTo(y))), page.Items.Select(item => item.Name));
        Assert.All(page.Items, item => Assert.Equal((EntryKind.File, false), (item.Kind, item.IsGone)));
    }

    // What the first commit of a rewind writes, by an activation that is then gone.
    private async Task BeginAsBeforeACrashAsync(params RewindFile[] files)
    {
        var drive = (await Silo.Drives.LoadDriveAsync(DriveId, Token))!;
        var document = new RewindDocument { Contents = files.Length, Files = RewindFileList.ToBytes(files) };
        var row = new RewindRow
        {
            DriveId = DriveId,
            OperationId = Operation,
            FolderId = DriveId,
            ToNumber = 3,
            FromNumber = drive.NextNumber - 1,
            IsRunning = true,
            AtUnixMilliseconds = Silo.Clock.GetUtcNow().ToUnixTimeMilliseconds(),
            DeviceId = DeviceId,
            Report = document.ToBytes(),
        };
        var commit = new DriveCommit
        {
            ExpectedRowVersion = drive.RowVersion,
            Drive = drive with { RowVersion = drive.RowVersion + 1 },
            Rewinds = [row],
        };
        Assert.Equal(WriteOutcome.Committed, await Silo.Drives.CommitAsync(commit, Token));

        // The activation that knows nothing of it learns so by its next write, and is retired; on a slow machine its time may be over before.
        var answer = await Record.ExceptionAsync(() => MakeFolderAsync(DriveId, "refused"));
        Assert.True(answer is null or InconsistentStateException, $"{answer}");
    }

    private Task<PastOutcome> FindRootAsync(TimeSpan ago) =>
        History.FindAsync(new PastAddress { ItemId = DriveId }, new Moment { At = Silo.Clock.GetUtcNow() + ago }, Token);

    private async Task<DriveOutcome> RefusalAsync(Guid itemId, long number) =>
        Assert.IsType<RewindOutcome.Refused>(await TryRewindAsync(Request(itemId, number))).Reason;
}
