using FileStorage.Sync.Ignoring;
using FileStorage.Sync.Local;
using FileStorage.Tests.Sync.Tests.Local.Linux;

namespace FileStorage.Tests.Sync.Tests.Ignoring;

public sealed class SyncScopeTests
{
    [Fact]
    public void The_last_rule_that_speaks_of_a_path_decides()
    {
        var rules = new IgnoreRules(["*.log", "!keep.log", "old/keep.log"]);

        Assert.True(rules.Ignores(new LocalPath("a.log"), isFolder: false));
        Assert.False(rules.Ignores(new LocalPath("deep/keep.log"), isFolder: false));
        Assert.True(rules.Ignores(new LocalPath("old/keep.log"), isFolder: false));
        Assert.False(rules.Ignores(new LocalPath("a.txt"), isFolder: false));
    }

    [Theory]
    [InlineData(".filestorage", true)]
    [InlineData(".~lock.letter.odt#", false)]
    [InlineData("sub/.letter.txt.swp", false)]
    [InlineData("sub/~$letter.docx", false)]
    public void What_no_other_device_has_a_use_for_is_left_out(string path, bool isFolder) =>
        Assert.False(new SyncScope(["!.filestorage", "!.filestorage/"], []).IsIncluded(new LocalPath(path), isFolder));

    [Fact]
    public void Of_selected_folders_everything_takes_part_and_the_folders_on_the_way()
    {
        var scope = new SyncScope(["*.tmp"], [new LocalPath("photos/2026"), new LocalPath("notes.txt")]);

        Assert.True(scope.IsIncluded(LocalPath.Root, isFolder: true));
        Assert.True(scope.IsIncluded(new LocalPath("photos"), isFolder: true));
        Assert.True(scope.IsIncluded(new LocalPath("photos/2026"), isFolder: true));
        Assert.True(scope.IsIncluded(new LocalPath("photos/2026/june/a.jpg"), isFolder: false));
        Assert.True(scope.IsIncluded(new LocalPath("notes.txt"), isFolder: false));
        Assert.False(scope.IsIncluded(new LocalPath("photos/a.jpg"), isFolder: false));
        Assert.False(scope.IsIncluded(new LocalPath("photos/2025"), isFolder: true));
        Assert.False(scope.IsIncluded(new LocalPath("photos/2026/a.tmp"), isFolder: false));
        Assert.False(scope.IsIncluded(new LocalPath("photos"), isFolder: false));
    }

    [Fact]
    public async Task The_ignore_file_is_read_again_when_it_changed()
    {
        await using var root = new SyncedFolder();
        var told = 0;
        var scope = new SyncScope([], []) { Folder = root.Folder, Changed = () => told++ };
        var path = new LocalPath("a.log");
        Assert.False(await scope.RefreshAsync(SyncedFolder.Token));

        root.Write(SyncScope.FileName, "# logs\n*.log\n");
        Assert.True(await scope.RefreshAsync(SyncedFolder.Token));
        Assert.False(await scope.RefreshAsync(SyncedFolder.Token));
        Assert.False(scope.IsIncluded(path, isFolder: false));

        File.Delete(root.At(SyncScope.FileName));
        Assert.True(await scope.RefreshAsync(SyncedFolder.Token));
        Assert.True(scope.IsIncluded(path, isFolder: false));
        Assert.Equal(2, told);
    }
}
