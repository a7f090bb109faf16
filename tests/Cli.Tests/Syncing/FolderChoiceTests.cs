using System.Runtime.Versioning;
using FileStorage.Cli;
using FileStorage.Cli.Settings;
using FileStorage.Cli.Syncing;
using FileStorage.Sync.Local.Linux;

namespace FileStorage.Tests.Cli.Tests.Syncing;

[SupportedOSPlatform("linux")]
public sealed class FolderChoiceTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("filestorage-test-").FullName;

    private string Settings => Path.Combine(_root, "settings");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_folder_is_known_by_its_full_path_whichever_way_it_is_named()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root, "files")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(_root, "link"), folder);

        Assert.Equal(folder, Check(folder + "/"));
        Assert.Equal(folder, Check(Path.Combine(_root, "settings", "..", "files")));
        Assert.Equal(folder, Check(Path.Combine(_root, "link")));
        Assert.Equal(Path.Combine(folder, "to", "make"), Check(Path.Combine(_root, "link", "to", "make")));
    }

    [Fact]
    public async Task Folders_inside_of_each_other_are_not_both_synced()
    {
        var outer = Path.Combine(_root, "outer");
        var mark = await MarkAsync(outer);
        Directory.CreateDirectory(Path.Combine(outer, "inner"));
        Directory.CreateSymbolicLink(Path.Combine(_root, "link"), Path.Combine(outer, "inner"));

        Refused("synced already", () => Check(Path.Combine(outer, "inner")));
        Refused("synced already", () => Check(Path.Combine(_root, "link")));
        Refused("synced already", () => Check(Path.Combine(outer, ".filestorage", "x")));
        Refused("synced already", () => Check(_root + "/.", Path.Combine(_root, "..", "elsewhere"), new KnownFolder { Path = outer, Id = mark }));
        Assert.Equal(outer, Check(outer, known: new KnownFolder { Path = outer, Id = mark }));
    }

    [Fact]
    public void Neither_the_system_nor_our_own_settings_nor_a_file_are_synced()
    {
        File.WriteAllText(Path.Combine(_root, "file"), "");

        Refused("whole system", () => Check("/"));
        Refused("own settings", () => Check(_root));
        Refused("is a file", () => Check(Path.Combine(_root, "file")));
    }

    [Fact]
    public void A_folder_that_lost_its_mark_is_only_begun_again_when_that_is_meant()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root, "disk")).FullName;
        var known = new KnownFolder { Path = folder, Id = Guid.NewGuid() };

        Refused("Is the disk mounted?", () => Check(folder, known: known));
        Assert.Equal(folder, FolderChoice.Check(folder, Settings, [known], isConfirmed: true));
    }

    [Fact]
    public void Synced_folders_are_remembered_once_each()
    {
        var known = new KnownFolders(new ConfigFolder(Settings));
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        Assert.Empty(known.Load());

        known.Remember("/a", first);
        known.Remember("/b", first);
        known.Remember("/a", second);
        known.Remember("/a", second);

        Assert.Equal([("/b", first), ("/a", second)], known.Load().Select(one => (one.Path, one.Id)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Settings));
    }

    private static void Refused(string reason, Action check) =>
        Assert.Contains(reason, Assert.Throws<CommandException>(check).Message, StringComparison.Ordinal);

    private static async Task<Guid> MarkAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        await using var opened = LinuxFolder.Open(folder, Guid.NewGuid(), TimeProvider.System);
        return opened.Own.Id;
    }

    private string Check(string typed, string? settings = null, params KnownFolder[] known) =>
        FolderChoice.Check(typed, settings ?? Settings, known, isConfirmed: false);
}
