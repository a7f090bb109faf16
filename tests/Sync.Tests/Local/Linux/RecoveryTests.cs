using FileStorage.Sync.Local;
using FileStorage.Sync.Local.Linux;

namespace FileStorage.Tests.Sync.Tests.Local.Linux;

/// <summary>What a process that was killed leaves in its staging folder: downloads go, a user's file goes back.</summary>
public sealed class RecoveryTests
{
    [Fact]
    public async Task A_download_that_was_not_published_is_removed()
    {
        await using var root = new SyncedFolder();
        await root.StageAsync("half");
        await root.CloseAsync();

        root.OpenAgain();

        Assert.Empty(Directory.GetFileSystemEntries(root.Staging));
        Assert.Empty((await root.Folder.ListAsync(LocalPath.Root, expected: null, SyncedFolder.Token))!);
    }

    [Fact]
    public async Task A_removed_file_that_was_expected_to_go_is_gone()
    {
        await using var root = new SyncedFolder();
        root.Write("a", "old");
        var entry = await root.FindAsync("a");
        await root.CloseAsync();
        Displace(root, "a", entry, default);

        root.OpenAgain();

        Assert.Empty(Directory.GetFileSystemEntries(root.Staging));
        Assert.False(File.Exists(root.At("a")));
    }

    [Fact]
    public async Task An_edit_of_the_last_instant_goes_back_to_its_place()
    {
        await using var root = new SyncedFolder();
        root.Write("sub/a", "old");
        var entry = await root.FindAsync("sub/a");
        root.Write("sub/a", "the user's edit");
        await root.CloseAsync();
        Displace(root, "sub/a", entry, default);

        root.OpenAgain();

        Assert.Equal("the user's edit", root.Read("sub/a"));
        Assert.Empty(Directory.GetFileSystemEntries(root.Staging));
    }

    [Fact]
    public async Task An_edit_of_the_last_instant_goes_back_in_place_of_the_download_that_replaced_it()
    {
        await using var root = new SyncedFolder();
        root.Write("a", "old");
        var entry = await root.FindAsync("a");
        root.Write("a", "the user's edit");
        root.Write("download", "remote");
        var download = await root.FindAsync("download");
        await root.CloseAsync();
        Displace(root, "a", entry, download.Key);
        File.Move(root.At("download"), root.At("a"));

        root.OpenAgain();

        Assert.Equal("the user's edit", root.Read("a"));
        Assert.Empty(Directory.GetFileSystemEntries(root.Staging));
    }

    [Fact]
    public async Task A_user_file_whose_place_is_taken_or_gone_is_put_beside_it()
    {
        await using var root = new SyncedFolder();
        root.Write("sub/a.txt", "old");
        var entry = await root.FindAsync("sub/a.txt");
        root.Write("sub/a.txt", "the user's edit");
        await root.CloseAsync();
        Displace(root, "sub/a.txt", entry, default);
        root.Write("sub/a.txt", "another");

        root.OpenAgain();

        Assert.Equal("another", root.Read("sub/a.txt"));
        Assert.Equal("the user's edit", root.Read("sub/a (put back 1).txt"));

        var left = await root.FindAsync("sub/a.txt");
        await root.CloseAsync();
        Displace(root, "sub/a.txt", left with { SizeBytes = 1 }, default);
        Directory.Delete(root.At("sub"), recursive: true);
        root.OpenAgain();
        Assert.Equal("another", root.Read("a.txt"));
    }

    private static void Displace(SyncedFolder root, string name, LocalEntry expected, LocalKey staged)
    {
        File.CreateSymbolicLink(
            Path.Combine(root.Staging, "out-1.note"), DisplacementNote.Of(new LocalPath(name), expected, staged).ToString());
        File.Move(root.At(name), Path.Combine(root.Staging, "out-1"));
    }
}
