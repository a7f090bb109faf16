using System.Diagnostics;
using FileStorage.Sync.Local;
using FileStorage.Sync.Local.Linux;

namespace FileStorage.Tests.Sync.Tests.Local.Linux;

[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class LinuxFolderTests
{
    private static CancellationToken Token => SyncedFolder.Token;

    [Fact]
    public async Task A_listing_shows_files_and_folders_as_they_are_and_leaves_our_own_folder_out()
    {
        await using var root = new SyncedFolder();
        root.Write("a.txt", "four");
        root.Write("sub/b.txt", "");
        File.SetUnixFileMode(root.At("a.txt"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.SetLastWriteTimeUtc(root.At("a.txt"), SyncedFolder.SomeTime.UtcDateTime);

        var entries = (await root.Folder.ListAsync(LocalPath.Root, expected: null, Token))!.OrderBy(entry => entry.Name, StringComparer.Ordinal).ToList();

        Assert.Equal(["a.txt", "sub"], entries.Select(entry => entry.Name));
        Assert.Equal((LocalKind.File, 4, true), (entries[0].Kind, entries[0].SizeBytes, entries[0].Executable));
        Assert.Equal(SyncedFolder.SomeTime.UtcTicks, entries[0].ModifiedTicks);
        Assert.Equal((LocalKind.Folder, 0), (entries[1].Kind, entries[1].SizeBytes));
        Assert.Equal(entries[0], await root.FindAsync("a.txt"));
        Assert.NotEqual(0, entries[0].Key.BornTicks);
    }

    [Fact]
    public async Task A_key_stays_with_a_file_that_is_renamed_and_changes_with_a_new_file_under_the_old_name()
    {
        await using var root = new SyncedFolder();
        root.Write("a", "1");
        var before = await root.FindAsync("a");

        File.Move(root.At("a"), root.At("b"));
        root.Write("a", "1");

        Assert.Equal(before.Key, (await root.FindAsync("b")).Key);
        Assert.NotEqual(before.Key, (await root.FindAsync("a")).Key);
    }

    [Fact]
    public async Task Links_pipes_and_names_that_are_not_unicode_are_special()
    {
        await using var root = new SyncedFolder();
        File.CreateSymbolicLink(root.At("link"), "/etc/passwd");
        Directory.CreateSymbolicLink(root.At("folder-link"), "/etc");
        Shell(root, "mkfifo pipe; touch $(printf 'caf\\351') $(printf 'caf\\357\\277\\275')");

        var entries = (await root.Folder.ListAsync(LocalPath.Root, expected: null, Token))!;

        Assert.Equal(5, entries.Count);
        Assert.Equal("caf\uFFFD", Assert.Single(entries, entry => entry.Kind is LocalKind.File).Name);
        Assert.Equal(5, entries.Select(entry => entry.Name).Distinct().Count());
        Shell(root, "rm *");
    }

    [Fact]
    public async Task A_folder_is_not_listed_where_another_has_its_name_by_now()
    {
        await using var root = new SyncedFolder();
        Directory.CreateDirectory(root.At("a"));
        var meant = (await root.FindAsync("a")).Key;
        Directory.Move(root.At("a"), root.At("aside"));
        Directory.CreateDirectory(root.At("a"));
        Directory.Move(root.At("aside"), root.At("a/b"));

        Assert.Null(await root.Folder.ListAsync(new LocalPath("a"), meant, Token));
        Assert.Empty((await root.Folder.ListAsync(new LocalPath("a/b"), meant, Token))!);
        Assert.Single((await root.Folder.ListAsync(new LocalPath("a"), expected: null, Token))!);
    }

    [Fact]
    public async Task No_path_leads_through_a_link_out_of_the_root()
    {
        await using var root = new SyncedFolder();
        await using var other = new SyncedFolder();
        other.Write("secret", "x");
        Directory.CreateSymbolicLink(root.At("link"), other.Path);
        File.CreateSymbolicLink(root.At("file"), other.At("secret"));
        var secret = await other.FindAsync("secret");
        var inside = new LocalPath("link/secret");

        Assert.Null(await root.Folder.ListAsync(new LocalPath("link"), expected: null, Token));
        Assert.Null(await root.Folder.FindAsync(inside, Token));
        Assert.Null(await root.Folder.OpenAsync(inside, secret, Token));
        Assert.Null(await root.Folder.OpenAsync(new LocalPath("file"), secret, Token));
        Assert.Null(await root.Folder.FindAsync(new LocalPath("../" + Path.GetFileName(other.Path)), Token));
        Assert.IsType<LocalOutcome.Changed>(await root.Folder.RemoveAsync(inside, secret, Token));
        Assert.IsType<LocalOutcome.ParentMissing>(await root.Folder.MakeFolderAsync(new LocalPath("link/new"), Token));
        Assert.IsType<LocalOutcome.ParentMissing>(await root.PublishAsync("link/new", "evil"));
        Assert.Equal("x", other.Read("secret"));
    }

    [Fact]
    public async Task A_published_file_has_its_bytes_time_and_bit_and_never_takes_a_name_that_is_there()
    {
        await using var root = new SyncedFolder();

        var done = Assert.IsType<LocalOutcome.Done>(await root.PublishAsync("run.sh", "echo", executable: true));
        var taken = await root.PublishAsync("run.sh", "other");

        Assert.IsType<LocalOutcome.NameTaken>(taken);
        Assert.Equal("echo", root.Read("run.sh"));
        Assert.Equal((await root.FindAsync("run.sh")) with { ChangedTicks = done.Entry!.ChangedTicks }, done.Entry);
        Assert.True(done.Entry.Executable);
        Assert.Equal(SyncedFolder.SomeTime.UtcTicks, done.Entry.ModifiedTicks);
        Assert.Empty(Directory.GetFileSystemEntries(root.Staging));
    }

    [Fact]
    public async Task What_another_program_does_to_a_file_that_just_appeared_shows_as_a_change()
    {
        await using var root = new SyncedFolder();
        for (var number = 0; number < 20; number++)
        {
            var name = $"f{number}";
            var publishing = root.PublishAsync(name, "remote");
            SpinWait.SpinUntil(() => File.Exists(root.At(name)));
            File.WriteAllText(root.At(name), "the user's edit");

            var done = Assert.IsType<LocalOutcome.Done>(await publishing);
            Assert.False(done.Entry!.HasSameContentAs(await root.FindAsync(name)));
        }
    }

    [Fact]
    public async Task A_replaced_file_keeps_its_permissions_and_only_what_was_expected_is_replaced()
    {
        await using var root = new SyncedFolder();
        root.Write("a", "old");
        File.SetUnixFileMode(root.At("a"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var old = await root.FindAsync("a");

        Assert.IsType<LocalOutcome.Done>(await root.PublishAsync("a", "new", old));
        Assert.Equal("new", root.Read("a"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(root.At("a")));

        Assert.IsType<LocalOutcome.Changed>(await root.PublishAsync("a", "newer", old));
        Assert.Equal("new", root.Read("a"));
        Assert.Empty(Directory.GetFileSystemEntries(root.Staging));
    }

    [Fact]
    public async Task A_file_that_a_program_is_writing_is_neither_replaced_nor_removed()
    {
        await using var root = new SyncedFolder();
        root.Write("log", "line\n");
        var entry = await root.FindAsync("log");
        await using (var writer = new FileStream(root.At("log"), FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
        {
            Assert.IsType<LocalOutcome.Blocked>(await root.PublishAsync("log", "remote", entry));
            Assert.IsType<LocalOutcome.Blocked>(await root.Folder.RemoveAsync(new LocalPath("log"), entry, Token));
            Assert.IsType<LocalOutcome.Blocked>(
                await root.Folder.SetAttributesAsync(new LocalPath("log"), entry, SyncedFolder.SomeTime, executable: true, Token));
            writer.Write("more\n"u8);
        }

        Assert.Equal("line\nmore\n", root.Read("log"));
        Assert.Empty(Directory.GetFileSystemEntries(root.Staging));
    }

    [Fact]
    public async Task Only_what_was_expected_is_removed_and_only_empty_folders()
    {
        await using var root = new SyncedFolder();
        var path = root.Write("sub/a", "old");
        var (folder, old) = (await root.FindAsync("sub"), await root.FindAsync("sub/a"));
        root.Write("sub/a", "edited");

        Assert.IsType<LocalOutcome.Changed>(await root.Folder.RemoveAsync(path, old, Token));
        Assert.IsType<LocalOutcome.Changed>(await root.Folder.RemoveAsync(new LocalPath("sub"), folder, Token));
        Assert.Equal("edited", root.Read("sub/a"));

        Assert.IsType<LocalOutcome.Done>(await root.Folder.RemoveAsync(path, await root.FindAsync("sub/a"), Token));
        Assert.IsType<LocalOutcome.Done>(await root.Folder.RemoveAsync(new LocalPath("sub"), folder, Token));
        Assert.Empty((await root.Folder.ListAsync(LocalPath.Root, expected: null, Token))!);
        Assert.Empty(Directory.GetFileSystemEntries(root.Staging));
    }

    [Fact]
    public async Task A_move_never_replaces_and_takes_a_folder_with_all_below_it()
    {
        await using var root = new SyncedFolder();
        root.Write("one/deep/a", "1");
        root.Write("two/b", "2");
        var (one, two) = (await root.FindAsync("one"), await root.FindAsync("two"));

        Assert.IsType<LocalOutcome.NameTaken>(await root.Folder.MoveAsync(new LocalPath("one"), new LocalPath("two"), one, Token));
        Assert.IsType<LocalOutcome.Changed>(await root.Folder.MoveAsync(new LocalPath("one"), new LocalPath("three"), two, Token));
        Assert.IsType<LocalOutcome.Changed>(await root.Folder.MoveAsync(new LocalPath("one"), new LocalPath("one/deep/in"), one, Token));
        Assert.IsType<LocalOutcome.ParentMissing>(await root.Folder.MoveAsync(new LocalPath("one"), new LocalPath("no/three"), one, Token));
        var done = Assert.IsType<LocalOutcome.Done>(await root.Folder.MoveAsync(new LocalPath("one"), new LocalPath("two/three"), one, Token));

        Assert.Equal(one.Key, done.Entry!.Key);
        Assert.Equal("1", root.Read("two/three/deep/a"));
    }

    [Fact]
    public async Task Names_that_cannot_be_and_folders_without_permission_are_told_apart()
    {
        await using var root = new SyncedFolder();

        var outcome = await root.Folder.MakeFolderAsync(new LocalPath(new string('x', 300)), Token);

        Assert.IsType<LocalOutcome.NameImpossible>(outcome);
        Assert.IsType<LocalOutcome.NameImpossible>(await root.PublishAsync(new string('é', 200), "x"));
        Assert.IsType<LocalOutcome.NameTaken>(await root.Folder.MakeFolderAsync(root.Write("file", ""), Token));
    }

    [Fact]
    public async Task Time_and_bit_are_set_on_exactly_the_expected_file()
    {
        await using var root = new SyncedFolder();
        var path = root.Write("a", "1");
        var entry = await root.FindAsync("a");

        var done = Assert.IsType<LocalOutcome.Done>(await root.Folder.SetAttributesAsync(path, entry, SyncedFolder.SomeTime, true, Token));

        Assert.True(done.Entry!.Executable);
        Assert.Equal(SyncedFolder.SomeTime.UtcTicks, done.Entry.ModifiedTicks);
        Assert.IsType<LocalOutcome.Changed>(await root.Folder.SetAttributesAsync(path, entry, SyncedFolder.SomeTime, false, Token));
    }

    [Fact]
    public async Task An_open_file_tells_when_it_or_its_name_changed()
    {
        await using var root = new SyncedFolder();
        var path = root.Write("a", "1234");
        var entry = await root.FindAsync("a");
        await using var content = (await root.Folder.OpenAsync(path, entry, Token))!;
        var buffer = new byte[10];

        Assert.Equal(3, await content.ReadAsync(1, buffer, Token));
        Assert.True(await content.IsUnchangedAsync(Token));

        // Same size, and the time set back: the inode's change time still tells.
        File.WriteAllText(root.At("a"), "5678");
        File.SetLastWriteTimeUtc(root.At("a"), new DateTime(entry.ModifiedTicks, DateTimeKind.Utc));
        Assert.False(await content.IsUnchangedAsync(Token));

        await using var second = (await root.Folder.OpenAsync(path, await root.FindAsync("a"), Token))!;
        File.Move(root.At("a"), root.At("b"));
        Assert.False(await second.IsUnchangedAsync(Token));
    }

    [Fact]
    public async Task A_root_without_its_mark_or_in_another_place_is_lost()
    {
        await using var root = new SyncedFolder();
        root.Write("a", "1");
        await root.Folder.CheckRootAsync(Token);

        var moved = root.Path + "-moved";
        Directory.Move(root.Path, moved);
        await Assert.ThrowsAsync<LocalRootLostException>(async () => await root.Folder.CheckRootAsync(Token));
        await Assert.ThrowsAsync<LocalRootLostException>(async () => await root.Folder.FindAsync(new LocalPath("gone"), Token));
        Directory.CreateDirectory(root.Path);
        await Assert.ThrowsAsync<LocalRootLostException>(async () => await root.Folder.ListAsync(LocalPath.Root, expected: null, Token));
        Directory.Delete(root.Path);
        Directory.Move(moved, root.Path);
        Assert.NotNull(await root.Folder.ListAsync(LocalPath.Root, expected: null, Token));

        Directory.Delete(root.At(OwnFolder.Name), recursive: true);
        await Assert.ThrowsAsync<LocalRootLostException>(async () => await root.Folder.ListAsync(LocalPath.Root, expected: null, Token));
    }

    [Fact]
    public async Task A_folder_is_opened_by_one_process_only_and_only_with_its_mark()
    {
        await using var root = new SyncedFolder();
        Assert.Throws<LocalFolderInUseException>(() => LinuxFolder.Open(root.Path, newId: null, TimeProvider.System));

        var other = Directory.CreateTempSubdirectory();
        Assert.Throws<LocalRootLostException>(() => LinuxFolder.Open(other.FullName, newId: null, TimeProvider.System));
        other.Delete(recursive: true);
        Assert.Throws<LocalRootLostException>(() => LinuxFolder.Open(other.FullName, newId: null, TimeProvider.System));
        Assert.Equal(root.Folder.Own.Id, OwnFolder.ReadMark(root.Path));
    }

    [Fact]
    public async Task A_full_disk_is_told_before_anything_is_written()
    {
        await using var root = new SyncedFolder();

        await Assert.ThrowsAsync<LocalDiskFullException>(async () => await root.Folder.StageAsync(1L << 43, Token));

        Assert.Empty(Directory.GetFileSystemEntries(root.Staging));
    }

    [Fact]
    public async Task Many_files_are_listed_quickly_and_published_durably_by_few_flushes()
    {
        await using var root = new SyncedFolder();
        var started = Stopwatch.GetTimestamp();
        const int Count = 500;
        await Parallel.ForAsync(0, Count, new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = Token }, async (number, _) =>
            Assert.IsType<LocalOutcome.Done>(await root.PublishAsync($"file {number}", $"content {number}")));
        var published = Stopwatch.GetElapsedTime(started);

        started = Stopwatch.GetTimestamp();
        var entries = (await root.Folder.ListAsync(LocalPath.Root, expected: null, Token))!;

        Assert.Equal(Count, entries.Count);
        TestContext.Current.SendDiagnosticMessage(
            $"{Count / published.TotalSeconds:N0} files published a second; listed in {Stopwatch.GetElapsedTime(started).TotalMilliseconds:N1} ms");
    }

    private static void Shell(SyncedFolder root, string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", script]) { WorkingDirectory = root.Path })!;
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
    }
}
