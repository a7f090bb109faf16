using FileStorage.Sync.Engine;

namespace FileStorage.Tests.Simulation.Sync;

/// <summary>The table of docs/sync.md, each line in both directions: whoever meets the server first.</summary>
public sealed class RuleTests
{
    [Fact]
    public void A_folder_that_was_looked_for_while_one_above_it_moved_is_found_again_at_once() => Scene.Play(async scene =>
    {
        await scene.BeginAsync("a/", "a/b/", "a/b/c/", "a/b/c/file");

        // Both in one instant: the device looks for the folder under the name that it has just lost.
        Scene.Save(scene.One, "a/b/c/file", "second");
        Scene.Move(scene.One, "a", "z");
        await scene.MeetAsync(first: scene.One);

        Assert.Empty(scene.One.Engine!.GetStatus().Problems);
        Assert.Equal("second", scene.Show()["z/b/c/file"]);
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Edit_against_edit_keeps_the_later_one_as_a_conflict_copy(bool oneFirst) => Scene.Play(async scene =>
    {
        await scene.BeginAsync("a.txt");
        Scene.Save(scene.One, "a.txt", "by one");
        Scene.Save(scene.Two, "a.txt", "by two");

        await scene.MeetAsync(oneFirst ? scene.One : scene.Two);

        var (winner, loser) = oneFirst ? ("one", "two") : ("two", "one");
        Assert.Equal(
            new() { ["a.txt"] = $"by {winner}", [$"a (conflict from device {(oneFirst ? 2 : 1)} 2026-01-01).txt"] = $"by {loser}" }, scene.Show());
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Edits_to_the_same_bytes_are_no_conflict(bool oneFirst) => Scene.Play(async scene =>
    {
        await scene.BeginAsync("a");
        Scene.Save(scene.One, "a", "the same");
        Scene.Save(scene.Two, "a", "the same");

        await scene.MeetAsync(oneFirst ? scene.One : scene.Two);

        Assert.Equal(new() { ["a"] = "the same" }, scene.Show());
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Edit_against_delete_keeps_the_edit(bool editorFirst) => Scene.Play(async scene =>
    {
        await scene.BeginAsync("a");
        Scene.Save(scene.One, "a", "edited");
        Scene.Remove(scene.Two, "a");

        await scene.MeetAsync(editorFirst ? scene.One : scene.Two);

        Assert.Equal(new() { ["a"] = "edited" }, scene.Show());
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Delete_against_delete_needs_nothing(bool oneFirst) => Scene.Play(async scene =>
    {
        await scene.BeginAsync("f/", "f/a");
        Scene.Remove(scene.One, "f");
        Scene.Remove(scene.Two, "f");

        await scene.MeetAsync(oneFirst ? scene.One : scene.Two);

        Assert.Empty(scene.Show());
        Assert.Equal("f", Assert.Single(scene.Trash()));
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Move_against_move_lets_the_server_win(bool oneFirst) => Scene.Play(async scene =>
    {
        await scene.BeginAsync("f/", "f/a");
        Scene.Move(scene.One, "f", "by one");
        Scene.Move(scene.Two, "f", "by two");

        await scene.MeetAsync(oneFirst ? scene.One : scene.Two);

        var name = oneFirst ? "by one" : "by two";
        Assert.Equal(new() { [$"{name}/"] = "", [$"{name}/a"] = "first f/a" }, scene.Show());
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Move_and_edit_both_apply(bool moverFirst) => Scene.Play(async scene =>
    {
        await scene.BeginAsync("f/", "f/a");
        Scene.Move(scene.One, "f/a", "b");
        Scene.Save(scene.Two, "f/a", "edited");

        await scene.MeetAsync(moverFirst ? scene.One : scene.Two);

        Assert.Equal(new() { ["f/"] = "", ["b"] = "edited" }, scene.Show());
        Assert.Equal(2, scene.Entry("b").Versions.Count);
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Move_against_delete_keeps_what_was_moved(bool moverFirst) => Scene.Play(async scene =>
    {
        await scene.BeginAsync("f/", "f/a", "f/g/", "f/g/b");
        Scene.Move(scene.One, "f", "moved");
        Scene.Remove(scene.Two, "f");

        await scene.MeetAsync(moverFirst ? scene.One : scene.Two);

        Assert.Equal(new() { ["moved/"] = "", ["moved/a"] = "first f/a", ["moved/g/"] = "", ["moved/g/b"] = "first f/g/b" }, scene.Show());
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_was_moved_out_of_a_deleted_folder_stays(bool moverFirst) => Scene.Play(async scene =>
    {
        await scene.BeginAsync("f/", "f/a", "f/b");
        Scene.Move(scene.One, "f/a", "a");
        Scene.Remove(scene.Two, "f");

        await scene.MeetAsync(moverFirst ? scene.One : scene.Two);

        Assert.Equal(new() { ["a"] = "first f/a" }, scene.Show());
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_same_bytes_made_twice_are_one_file_and_sent_once(bool oneFirst) => Scene.Play(async scene =>
    {
        await scene.BeginAsync();
        Scene.Save(scene.One, "a", "the same");
        Scene.Save(scene.Two, "a", "the same");

        await scene.MeetAsync(oneFirst ? scene.One : scene.Two);

        Assert.Equal(new() { ["a"] = "the same" }, scene.Show());
        Assert.Equal(1, Scene.Uploads(scene.One) + Scene.Uploads(scene.Two));
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Different_bytes_made_under_one_name_are_two_files(bool oneFirst) => Scene.Play(async scene =>
    {
        await scene.BeginAsync();
        Scene.Save(scene.One, "a", "one's");
        Scene.Save(scene.Two, "a", "two's");

        await scene.MeetAsync(oneFirst ? scene.One : scene.Two);

        Assert.Equal(
            oneFirst
                ? new() { ["a"] = "one's", ["a (conflict from device 2 2026-01-01)"] = "two's" }
                : new() { ["a"] = "two's", ["a (conflict from device 1 2026-01-01)"] = "one's" },
            scene.Show());
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Folders_made_under_one_name_are_one_folder(bool oneFirst) => Scene.Play(async scene =>
    {
        await scene.BeginAsync();
        Scene.Save(scene.One, "f/", "");
        Scene.Save(scene.One, "f/a", "one's");
        Scene.Save(scene.Two, "f/", "");
        Scene.Save(scene.Two, "f/b", "two's");

        await scene.MeetAsync(oneFirst ? scene.One : scene.Two);

        Assert.Equal(new() { ["f/"] = "", ["f/a"] = "one's", ["f/b"] = "two's" }, scene.Show());
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_folder_and_a_file_of_one_name_both_stay(bool folderFirst) => Scene.Play(async scene =>
    {
        await scene.BeginAsync();
        Scene.Save(scene.One, "x/", "");
        Scene.Save(scene.One, "x/a", "inside");
        Scene.Save(scene.Two, "x", "a file");

        await scene.MeetAsync(folderFirst ? scene.One : scene.Two);

        Assert.Equal(
            folderFirst
                ? new() { ["x/"] = "", ["x/a"] = "inside", ["x (conflict from device 2 2026-01-01)"] = "a file" }
                : new() { ["x (conflict from device 1 2026-01-01)/"] = "", ["x (conflict from device 1 2026-01-01)/a"] = "inside", ["x"] = "a file" },
            scene.Show());
    });

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public void What_is_new_or_edited_in_a_deleted_folder_stays_and_the_rest_goes(bool writerFirst, bool isEdit) => Scene.Play(async scene =>
    {
        await scene.BeginAsync("f/", "f/a", "f/g/", "f/g/b");
        Scene.Save(scene.One, isEdit ? "f/g/b" : "f/g/new", "kept");
        Scene.Remove(scene.Two, "f");

        await scene.MeetAsync(writerFirst ? scene.One : scene.Two);

        Assert.Equal(new() { ["f/"] = "", ["f/g/"] = "", [isEdit ? "f/g/b" : "f/g/new"] = "kept" }, scene.Show());
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Two_moves_that_would_make_a_ring_leave_the_servers(bool oneFirst) => Scene.Play(async scene =>
    {
        await scene.BeginAsync("a/", "a/x", "b/", "b/y");
        Scene.Move(scene.One, "a", "b/a");
        Scene.Move(scene.Two, "b", "a/b");

        await scene.MeetAsync(oneFirst ? scene.One : scene.Two);

        Assert.Equal(
            oneFirst
                ? new() { ["b/"] = "", ["b/y"] = "first b/y", ["b/a/"] = "", ["b/a/x"] = "first a/x" }
                : new() { ["a/"] = "", ["a/x"] = "first a/x", ["a/b/"] = "", ["a/b/y"] = "first b/y" },
            scene.Show());
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Two_things_moved_to_one_name_both_stay(bool oneFirst) => Scene.Play(async scene =>
    {
        await scene.BeginAsync("a", "b");
        Scene.Move(scene.One, "a", "c");
        Scene.Move(scene.Two, "b", "c");

        await scene.MeetAsync(oneFirst ? scene.One : scene.Two);

        Assert.Equal(
            oneFirst
                ? new() { ["c"] = "first a", ["c (conflict from device 2 2026-01-01)"] = "first b" }
                : new() { ["c"] = "first b", ["c (conflict from device 1 2026-01-01)"] = "first a" },
            scene.Show());
    });

    [Fact]
    public void Names_that_were_swapped_are_swapped_everywhere_and_nothing_is_sent() => Scene.Play(async scene =>
    {
        await scene.BeginAsync("a", "b", "f/", "g/", "f/x");
        var uploads = Scene.Uploads(scene.One);
        foreach (var (one, other) in new[] { ("a", "b"), ("f", "g") })
        {
            Scene.Move(scene.One, one, "aside");
            Scene.Move(scene.One, other, one);
            Scene.Move(scene.One, "aside", other);
        }

        await scene.MeetAsync(scene.One);

        Assert.Equal(new() { ["a"] = "first b", ["b"] = "first a", ["f/"] = "", ["g/"] = "", ["g/x"] = "first f/x" }, scene.Show());
        Assert.Equal(uploads, Scene.Uploads(scene.One));
        Assert.Equal(3, scene.FileCount);
    });

    [Fact]
    public void A_program_that_saves_by_renaming_makes_a_new_version_of_the_file() => Scene.Play(async scene =>
    {
        await scene.BeginAsync("a");
        Scene.Move(scene.One, "a", "a~backup");
        Scene.Save(scene.One, "a", "saved");

        await scene.MeetAsync(scene.One);

        Assert.Equal(new() { ["a"] = "saved", ["a~backup"] = "first a" }, scene.Show());
        Assert.Equal(2, scene.Entry("a").Versions.Count);
    });

    [Fact]
    public void What_takes_no_part_is_left_alone_on_both_sides() => Scene.Play(async scene =>
    {
        await scene.BeginAsync("f/", "f/a");
        Scene.Save(scene.One, "f/~mine", "not synced");
        Scene.Remove(scene.Two, "f");
        scene.Two.SetOnline(true);
        await scene.RestAsync();
        scene.One.SetOnline(true);
        await scene.RestAsync();

        Assert.Empty(scene.Show());
        Assert.Equal(["f", "f/~mine"], scene.One.Disk.Picture().Keys);
        Assert.Contains(scene.One.Engine!.GetStatus().Problems, problem => problem.Reason.Contains("take no part", StringComparison.Ordinal));
    });

    [Fact]
    public void A_lost_disk_is_never_taken_for_deleted_files() => Scene.Play(async scene =>
    {
        await scene.BeginAsync("a", "f/", "f/b");
        scene.One.SetOnline(true);
        scene.One.Disk.IsMounted = false;
        scene.One.Engine!.Rescan();
        await scene.RestAsync();

        Assert.Equal(SyncActivity.Stopped, Scene.Activity(scene.One));
        Assert.Equal(3, scene.Show().Count);
        scene.One.Disk.IsMounted = true;
        scene.One.Revive();
        await scene.MeetAsync(scene.One);
        Assert.Equal(3, scene.Show().Count);
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Deleting_most_of_a_large_tree_asks_first_on_either_side(bool isLocal) => Scene.Play(async scene =>
    {
        await scene.BeginAsync([.. Enumerable.Range(0, 60).Select(number => $"file {number}"), "f/"]);
        scene.One.SetOnline(true);
        scene.Two.SetOnline(true);
        await scene.RestAsync();
        if (isLocal)
        {
            foreach (var number in Enumerable.Range(0, 50))
            {
                Scene.Remove(scene.One, $"file {number}");
            }
        }
        else
        {
            foreach (var number in Enumerable.Range(0, 50))
            {
                scene.Drive.Trash(Guid.NewGuid(), scene.Entry($"file {number}").Id, expectedEtag: null);
            }
        }

        Scene.Save(scene.One, "f/new", "goes on");
        await scene.RestAsync();

        Assert.Equal(SyncActivity.AwaitingConfirmation, Scene.Activity(scene.One));
        Assert.Equal(50, scene.One.Engine!.GetStatus().DeletionsToConfirm);
        Assert.Equal("goes on", scene.Show()["f/new"]);
        Assert.Equal(isLocal ? 62 : 12, scene.Drive.Picture().Count);
        Assert.Equal(isLocal ? 12 : 62, scene.One.Disk.Picture().Count);

        scene.One.Engine.Confirm();
        await scene.RestAsync();
        scene.Two.Engine!.Confirm();
        await scene.RestAsync();
        Assert.Equal(12, scene.Drive.Picture().Count);
        await scene.MeetAsync(scene.One);
    });
}
