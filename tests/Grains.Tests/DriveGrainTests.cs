using FileStorage.Core.Entries;
using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Tests.Grains.Tests;

public sealed class DriveGrainTests : SiloTest
{
    [Fact]
    public async Task A_path_leads_to_what_was_made_there()
    {
        var folder = await FolderAsync(DriveId, "Photos");
        var file = await PutAsync(folder.Id, "a.jpg", [1, 2, 3]);

        var resolution = await Drive.ResolveAsync(["Photos", "a.jpg"], Token);

        Assert.Equal(file.Id, resolution.Entry?.Id);
        Assert.Equal(3, resolution.Entry?.SizeBytes);
        Assert.Equal(["Photos", "a.jpg"], resolution.Entry!.Path);
    }

    [Fact]
    public async Task A_path_that_breaks_off_tells_how_far_it_led()
    {
        var folder = await FolderAsync(DriveId, "a");

        var resolution = await Drive.ResolveAsync(["a", "b", "c"], Token);

        Assert.Null(resolution.Entry);
        Assert.Equal(folder.Id, resolution.Deepest.Id);
        Assert.Equal(1, resolution.Found);
    }

    [Fact]
    public async Task Two_live_siblings_cannot_have_one_name()
    {
        var first = await FolderAsync(DriveId, "x");

        var second = await MakeFolderAsync(DriveId, "x");

        Assert.Equal(first.Id, Assert.IsType<DriveOutcome.NameTaken>(second).Existing.Id);
    }

    [Fact]
    public async Task A_name_in_another_unicode_form_is_the_same_name()
    {
        await FolderAsync(DriveId, "caf\u00e9");

        Assert.IsType<DriveOutcome.NameTaken>(await MakeFolderAsync(DriveId, "cafe\u0301"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a\0b")]
    public async Task A_name_that_cannot_be_is_refused(string name)
    {
        Assert.IsType<DriveOutcome.NameInvalid>(await MakeFolderAsync(DriveId, name));
    }

    [Fact]
    public async Task A_name_that_is_not_unicode_is_refused()
    {
        // Not as inline data: attributes are kept in UTF-8, which cannot hold it.
        Assert.IsType<DriveOutcome.NameInvalid>(await MakeFolderAsync(DriveId, "\ud800"));
    }

    [Fact]
    public async Task A_folder_cannot_go_into_itself_or_below_itself()
    {
        var outer = await FolderAsync(DriveId, "outer");
        var inner = await FolderAsync(outer.Id, "inner");

        Assert.IsType<DriveOutcome.Cycle>(await MoveAsync(outer.Id, outer.Id, "x"));
        Assert.IsType<DriveOutcome.Cycle>(await MoveAsync(outer.Id, inner.Id, "x"));
    }

    [Fact]
    public async Task A_change_gives_every_folder_above_it_a_new_etag_and_no_other()
    {
        var left = await FolderAsync(DriveId, "left");
        var right = await FolderAsync(DriveId, "right");
        var deep = await FolderAsync(left.Id, "deep");
        var (root, leftBefore, rightBefore) = (await EtagAsync(DriveId), await EtagAsync(left.Id), await EtagAsync(right.Id));

        await PutAsync(deep.Id, "f", [1]);

        Assert.NotEqual(root, await EtagAsync(DriveId));
        Assert.NotEqual(leftBefore, await EtagAsync(left.Id));
        Assert.Equal(rightBefore, await EtagAsync(right.Id));
    }

    [Fact]
    public async Task A_move_keeps_the_id_and_the_etag_of_what_moved()
    {
        var from = await FolderAsync(DriveId, "from");
        var to = await FolderAsync(DriveId, "to");
        var folder = await FolderAsync(from.Id, "folder");
        var file = await PutAsync(folder.Id, "f", [1]);
        var before = await EtagAsync(folder.Id);
        var (fromBefore, toBefore) = (await EtagAsync(from.Id), await EtagAsync(to.Id));

        Assert.IsType<DriveOutcome.Done>(await MoveAsync(folder.Id, to.Id, "renamed"));

        Assert.Equal(before, await EtagAsync(folder.Id));
        Assert.NotEqual(fromBefore, await EtagAsync(from.Id));
        Assert.NotEqual(toBefore, await EtagAsync(to.Id));
        Assert.Equal(file.Id, (await Drive.ResolveAsync(["to", "renamed", "f"], Token)).Entry?.Id);
        Assert.Null((await Drive.ResolveAsync(["from", "folder"], Token)).Entry);
    }

    [Fact]
    public async Task The_journal_tells_what_was_before_a_move_and_before_a_change_and_nothing_more()
    {
        var folder = await FolderAsync(DriveId, "folder");
        var file = await PutAsync(DriveId, "old", [1]);
        await MoveAsync(file.Id, folder.Id, "new");
        var changed = await PrepareAsync(file.Id, folder.Id, "new", [2, 3]);
        await File(file.Id).CommitAsync(changed, Token);
        await TrashAsync(file.Id);
        await Drive.ExecuteAsync(
            new DriveCommand.Restore { OperationId = Guid.NewGuid(), DeviceId = DeviceId, EntryId = file.Id, Name = "back" }, Token);

        var before = (await JournalAsync()).Select(row => (row.Kind, row.FromParentId, row.FromName, row.FromVersionId, row.FromVersionNumber, row.FromSizeBytes));

        Assert.Equal(
            [
                (ChangeKind.Created, null, null, null, null, null),
                (ChangeKind.Created, null, null, null, null, null),
                (ChangeKind.Moved, DriveId, "old", null, null, null),
                (ChangeKind.Changed, null, null, file.VersionId, 1, 1),
                (ChangeKind.Trashed, null, null, null, null, null),
                (ChangeKind.Restored, folder.Id, "new", null, null, null),
            ],
            before);
    }

    [Fact]
    public async Task A_move_onto_a_name_replaces_it_only_when_asked_and_the_replaced_goes_to_the_trash()
    {
        var one = await PutAsync(DriveId, "one", [1]);
        var two = await PutAsync(DriveId, "two", [2]);

        Assert.IsType<DriveOutcome.NameTaken>(await MoveAsync(one.Id, DriveId, "two"));
        Assert.IsType<DriveOutcome.Done>(await MoveAsync(one.Id, DriveId, "two", replace: true));

        Assert.Equal(one.Id, (await Drive.ResolveAsync(["two"], Token)).Entry?.Id);
        Assert.Equal(two.Id, Assert.Single((await Drive.ListTrashAsync(null, 10, Token)).Entries).Id);
    }

    [Fact]
    public async Task What_is_trashed_leaves_the_tree_with_all_below_it_and_comes_back_whole()
    {
        var folder = await FolderAsync(DriveId, "folder");
        var file = await PutAsync(folder.Id, "f", [1]);

        Assert.IsType<DriveOutcome.Done>(await TrashAsync(folder.Id));
        Assert.Null((await Drive.ResolveAsync(["folder", "f"], Token)).Entry);
        Assert.IsType<DriveOutcome.NotFound>(await TrashAsync(file.Id));
        Assert.IsType<DriveOutcome.ParentMissing>(await MakeFolderAsync(folder.Id, "x"));

        var restore = new DriveCommand.Restore { OperationId = Guid.NewGuid(), DeviceId = DeviceId, EntryId = folder.Id };
        Assert.IsType<DriveOutcome.Done>(await Drive.ExecuteAsync(restore, Token));

        Assert.Equal(file.Id, (await Drive.ResolveAsync(["folder", "f"], Token)).Entry?.Id);
        Assert.Empty((await Drive.ListTrashAsync(null, 10, Token)).Entries);
    }

    [Fact]
    public async Task A_repeated_operation_changes_nothing_and_gets_the_first_answer()
    {
        var command = new DriveCommand.MakeFolder
        {
            OperationId = Guid.NewGuid(),
            DeviceId = DeviceId,
            FolderId = Guid.CreateVersion7(),
            ParentId = DriveId,
            Name = "once",
        };

        var first = Assert.IsType<DriveOutcome.Done>(await Drive.ExecuteAsync(command, Token));
        var second = Assert.IsType<DriveOutcome.Done>(await Drive.ExecuteAsync(command, Token));

        Assert.Equal(first.Entry.Id, second.Entry.Id);
        Assert.Single(await JournalAsync());
    }

    [Fact]
    public async Task Concurrent_commands_get_journal_numbers_without_gaps()
    {
        const int count = 300;

        var outcomes = await Task.WhenAll(Enumerable.Range(0, count).Select(i => MakeFolderAsync(DriveId, $"f{i}")));

        Assert.All(outcomes, outcome => Assert.IsType<DriveOutcome.Done>(outcome));
        var changes = await JournalAsync();
        Assert.Equal(Enumerable.Range(1, count).Select(i => (long)i), changes.Select(change => change.Number));
        Assert.Equal(count, (await Drive.ListAsync(DriveId, null, 1000, Token))!.Entries.Length);
    }

    [Fact]
    public async Task A_folder_is_not_trashed_under_an_etag_that_a_command_beside_it_has_made_old()
    {
        var folder = await FolderAsync(DriveId, "folder");
        var inner = await FolderAsync(folder.Id, "inner");
        var etag = await EtagAsync(folder.Id);

        // Sent together, so that both are decided in one batch.
        var making = MakeFolderAsync(inner.Id, "new");
        var making2 = MakeFolderAsync(inner.Id, "newer");
        var trashing = Drive.ExecuteAsync(
            new DriveCommand.Trash { OperationId = Guid.NewGuid(), DeviceId = DeviceId, EntryId = folder.Id, ExpectedEtag = etag }, Token);
        await Task.WhenAll(making, making2, trashing);

        var stale = Assert.IsType<DriveOutcome.Stale>(await trashing);
        Assert.Equal(await EtagAsync(folder.Id), stale.Current.Etag);
    }

    [Fact]
    public async Task Of_concurrent_commands_for_one_name_exactly_one_wins()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => MakeFolderAsync(DriveId, "same")));

        Assert.Single(outcomes.OfType<DriveOutcome.Done>());
        Assert.Equal(49, outcomes.OfType<DriveOutcome.NameTaken>().Count());
    }

    [Fact]
    public async Task A_path_is_made_wholly_and_again_without_effect()
    {
        var command = new DriveCommand.MakePath { OperationId = Guid.NewGuid(), DeviceId = DeviceId, Path = ["a", "b", "c"] };

        var made = Assert.IsType<DriveOutcome.Done>(await Drive.ExecuteAsync(command, Token));
        var found = await Drive.ExecuteAsync(command with { OperationId = Guid.NewGuid() }, Token);

        Assert.Equal(made.Entry.Id, Assert.IsType<DriveOutcome.Done>(found).Entry.Id);
        Assert.Equal(3, (await JournalAsync()).Count);
    }

    [Fact]
    public async Task A_listing_pages_by_name_and_misses_nothing()
    {
        foreach (var name in (string[])["b", "a", "d", "c"])
        {
            await FolderAsync(DriveId, name);
        }

        var first = await Drive.ListAsync(DriveId, null, 3, Token);
        var second = await Drive.ListAsync(DriveId, first!.Entries[^1].Name, 3, Token);

        Assert.True(first.HasMore);
        Assert.Equal(["a", "b", "c"], first.Entries.Select(entry => entry.Name));
        Assert.False(second!.HasMore);
        Assert.Equal(["d"], second.Entries.Select(entry => entry.Name));
    }

    [Fact]
    public async Task Purging_gives_the_bytes_back_and_leaves_nothing_of_the_tree()
    {
        var folder = await FolderAsync(DriveId, "folder");
        var inner = await FolderAsync(folder.Id, "inner");
        var file = await PutAsync(inner.Id, "f", [1, 2, 3]);
        await TrashAsync(folder.Id);
        Assert.Equal(3, (await Drive.GetSummaryAsync(Token)).UsedBytes);

        Assert.IsType<DriveOutcome.Done>(await PurgeAsync(folder.Id));
        while (await Drive.TidyAsync(Token))
        {
        }

        Assert.Equal(0, (await Drive.GetSummaryAsync(Token)).UsedBytes);
        Assert.Null(await Drive.FindAsync(file.Id, Token));
        Assert.Null(await Silo.Drives.FindEntryAsync(DriveId, folder.Id, Token));
        Assert.Empty((await File(file.Id).ListAsync(long.MaxValue, 10, DriveId, Token)).Versions);
    }

    [Fact]
    public async Task Something_live_cannot_be_purged()
    {
        var folder = await FolderAsync(DriveId, "folder");

        Assert.IsType<DriveOutcome.NotFound>(await PurgeAsync(folder.Id));
    }

    [Fact]
    public async Task The_root_cannot_be_moved_or_trashed()
    {
        Assert.IsType<DriveOutcome.NotPossible>(await TrashAsync(DriveId));
        Assert.IsType<DriveOutcome.NotPossible>(await MoveAsync(DriveId, DriveId, "x"));
    }

    [Fact]
    public async Task A_command_with_an_old_etag_is_told_the_current_one()
    {
        var folder = await FolderAsync(DriveId, "folder");
        await PutAsync(folder.Id, "f", [1]);
        var command = new DriveCommand.Trash
        {
            OperationId = Guid.NewGuid(),
            DeviceId = DeviceId,
            EntryId = folder.Id,
            ExpectedEtag = folder.Etag,
        };

        var outcome = Assert.IsType<DriveOutcome.Stale>(await Drive.ExecuteAsync(command, Token));

        Assert.Equal(await EtagAsync(folder.Id), outcome.Current.Etag);
    }

    [Fact]
    public async Task The_journal_tells_each_change_with_the_state_after_it()
    {
        var folder = await FolderAsync(DriveId, "folder");
        var file = await PutAsync(folder.Id, "f", [1]);
        await MoveAsync(file.Id, DriveId, "g");
        await TrashAsync(file.Id);

        var changes = await JournalAsync();

        Assert.Equal(
            [ChangeKind.Created, ChangeKind.Created, ChangeKind.Moved, ChangeKind.Trashed], changes.Select(change => change.Kind));
        Assert.Equal(("g", (Guid?)DriveId, file.VersionId), (changes[2].Name, changes[2].ParentId, changes[2].VersionId!.Value));
    }
}
