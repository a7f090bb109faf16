using System.Diagnostics;
using FileStorage.Sync.Local;
using FileStorage.Tests.Sync.Tests.Local.Linux;

namespace FileStorage.Tests.Sync.Tests.Watching;

[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class FolderWatcherTests
{
    [Fact]
    public async Task The_first_change_says_whole_tree_once_everything_is_watched()
    {
        await using var root = new SyncedFolder();
        await using var changes = root.Folder.WatchAsync(SyncedFolder.Token).GetAsyncEnumerator(SyncedFolder.Token);

        Assert.True(await changes.MoveNextAsync());

        Assert.Equal(new LocalChange(LocalPath.Root, IsWholeTree: true), changes.Current);
        Assert.Null(root.Folder.WatchTrouble);
    }

    [Theory]
    [InlineData("written")]
    [InlineData("deleted")]
    [InlineData("moved")]
    [InlineData("linked")]
    [InlineData("made executable")]
    public async Task What_happens_to_a_file_is_told_of_its_folder(string what)
    {
        await using var root = new SyncedFolder();
        root.Write("sub/deep/a", "1");
        root.Write("other/b", "1");

        await ExpectAsync(root, ["sub/deep"], () =>
        {
            switch (what)
            {
                case "written":
                    File.AppendAllText(root.At("sub/deep/a"), "2");
                    break;
                case "deleted":
                    File.Delete(root.At("sub/deep/a"));
                    break;
                case "moved":
                    File.Move(root.At("sub/deep/a"), root.At("sub/deep/c"));
                    break;
                case "linked":
                    File.CreateSymbolicLink(root.At("sub/deep/c"), "a");
                    break;
                default:
                    File.SetUnixFileMode(root.At("sub/deep/a"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
                    break;
            }
        });
    }

    [Fact]
    public async Task Folders_that_are_made_or_moved_in_are_watched_with_all_below_them()
    {
        await using var root = new SyncedFolder();
        var outside = Directory.CreateTempSubdirectory();
        Directory.CreateDirectory(Path.Combine(outside.FullName, "x", "y"));
        await using var changes = root.Folder.WatchAsync(SyncedFolder.Token).GetAsyncEnumerator(SyncedFolder.Token);
        await changes.MoveNextAsync();

        Directory.CreateDirectory(root.At("new", "deep"));
        await UntilAsync(changes, "", "new");
        root.Write("new/deep/a", "1");
        await UntilAsync(changes, "new/deep");
        Directory.Move(Path.Combine(outside.FullName, "x"), root.At("new", "x"));
        await UntilAsync(changes, "new", "new/x", "new/x/y");
        root.Write("new/x/y/a", "1");
        await UntilAsync(changes, "new/x/y");
        outside.Delete(recursive: true);
    }

    [Fact]
    public async Task A_folder_that_is_renamed_is_told_of_by_its_new_name()
    {
        await using var root = new SyncedFolder();
        root.Write("old/deep/a", "1");
        Directory.CreateDirectory(root.At("other"));
        await using var changes = root.Folder.WatchAsync(SyncedFolder.Token).GetAsyncEnumerator(SyncedFolder.Token);
        await changes.MoveNextAsync();

        Directory.Move(root.At("old"), root.At("other", "new"));
        await UntilAsync(changes, "", "other");
        root.Write("other/new/deep/a", "2");

        await UntilAsync(changes, "other/new/deep");
    }

    [Fact]
    public async Task A_folder_that_is_moved_away_is_not_told_of_any_more()
    {
        await using var root = new SyncedFolder();
        root.Write("sub/a", "1");
        var outside = Directory.CreateTempSubdirectory();
        await using var changes = root.Folder.WatchAsync(SyncedFolder.Token).GetAsyncEnumerator(SyncedFolder.Token);
        await changes.MoveNextAsync();

        Directory.Move(root.At("sub"), Path.Combine(outside.FullName, "sub"));
        await UntilAsync(changes, "");
        File.WriteAllText(Path.Combine(outside.FullName, "sub", "a"), "2");
        root.Write("b", "1");

        Assert.True(await changes.MoveNextAsync());
        Assert.Equal(LocalPath.Root, changes.Current.Folder);
        outside.Delete(recursive: true);
    }

    [Fact]
    public async Task Our_own_folder_is_not_told_of_and_a_burst_is_told_a_few_times()
    {
        await using var root = new SyncedFolder();
        await using var changes = root.Folder.WatchAsync(SyncedFolder.Token).GetAsyncEnumerator(SyncedFolder.Token);
        await changes.MoveNextAsync();

        (await root.StageAsync("x")).ToString();
        for (var number = 0; number < 1000; number++)
        {
            root.Write($"sub/{number}", "1");
        }

        root.Write("end", "1");
        var told = 0;
        var started = Stopwatch.GetTimestamp();
        for (var last = ""; last != "." || told < 2;)
        {
            Assert.True(await changes.MoveNextAsync());
            last = changes.Current.Folder.ToString();
            Assert.DoesNotContain(".filestorage", last, StringComparison.Ordinal);
            told++;
        }

        // At most one every 20 ms for each of the two folders.
        Assert.InRange(told, 2, 20 + (int)(Stopwatch.GetElapsedTime(started).TotalMilliseconds / 5));
    }

    [Fact]
    public async Task A_change_is_told_within_milliseconds()
    {
        await using var root = new SyncedFolder();
        await using var changes = root.Folder.WatchAsync(SyncedFolder.Token).GetAsyncEnumerator(SyncedFolder.Token);
        await changes.MoveNextAsync();
        var times = new List<double>();
        for (var number = 0; number < 30; number++)
        {
            Directory.CreateDirectory(root.At($"f{number}"));
            await UntilAsync(changes, $"f{number}");
            var next = changes.MoveNextAsync();
            File.WriteAllText(root.At($"f{number}", "a"), "1");
            var closed = Stopwatch.GetTimestamp();
            Assert.True(await next);
            times.Add(Stopwatch.GetElapsedTime(closed).TotalMilliseconds);
        }

        times.Sort();
        TestContext.Current.SendDiagnosticMessage($"close() to change: median {times[15]:N2} ms, longest {times[^1]:N2} ms");
        Assert.True(times[15] < 50, $"The median is {times[15]:N2} ms.");
    }

    private static async Task ExpectAsync(SyncedFolder root, string[] folders, Action change)
    {
        await using var changes = root.Folder.WatchAsync(SyncedFolder.Token).GetAsyncEnumerator(SyncedFolder.Token);
        await changes.MoveNextAsync();
        change();
        await UntilAsync(changes, folders);
    }

    /// <summary>Reads changes until each of these folders was told of.</summary>
    private static async Task UntilAsync(IAsyncEnumerator<LocalChange> changes, params string[] folders)
    {
        var left = folders.ToHashSet(StringComparer.Ordinal);
        while (left.Count > 0)
        {
            Assert.True(await changes.MoveNextAsync());
            left.Remove(changes.Current.Folder.Value);
        }
    }
}
