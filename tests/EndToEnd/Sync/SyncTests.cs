using FileStorage.Tests.EndToEnd.Accounts;
using FileStorage.Tests.EndToEnd.Limits;
using FileStorage.Tests.EndToEnd.Processes;

namespace FileStorage.Tests.EndToEnd.Sync;

/// <summary>`filestorage sync` as a user meets it: real processes, real folders, a real server.</summary>
public sealed class SyncTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Fact]
    public async Task What_is_done_on_one_device_is_done_on_the_others()
    {
        using var account = await AccountAsync("basics");
        await using var one = new SyncedDevice("one", account);
        await using var two = new SyncedDevice("two", account);
        one.Write("docs/letter.txt", "Dear");
        one.Write("docs/deep/er/x", "x");
        Directory.CreateDirectory(one.At("empty"));
        one.Start();
        two.Start();
        await SyncedDevice.UntilAsync(() => two.Tree().Count == 6, "Everything arrives", one, two);

        two.Write("docs/letter.txt", "Dear you");
        await one.UntilAsync(() => File.ReadAllText(one.At("docs/letter.txt")) == "Dear you", "An edit arrives");
        File.SetUnixFileMode(one.At("docs/letter.txt"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await two.UntilAsync(() => File.GetUnixFileMode(two.At("docs/letter.txt")).HasFlag(UnixFileMode.UserExecute), "A bit arrives");
        Directory.Move(one.At("docs"), one.At("empty/papers"));
        await two.UntilAsync(() => File.Exists(two.At("empty/papers/deep/er/x")) && !Directory.Exists(two.At("docs")), "A move arrives");
        File.Delete(two.At("empty/papers/deep/er/x"));
        await one.UntilAsync(() => !File.Exists(one.At("empty/papers/deep/er/x")), "A deletion arrives");
        Directory.Delete(two.At("empty"), recursive: true);
        await one.UntilAsync(() => one.Tree().Count == 0, "A deleted folder goes");

        Assert.Equal(0, await one.StopAsync());
        Assert.Contains("empty", string.Join('\n', await account.Command.RunAsync("trash", "ls")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_edits_of_one_file_are_both_kept()
    {
        using var account = await AccountAsync("conflict");
        await using var one = new SyncedDevice("one", account);
        await using var two = new SyncedDevice("two", account);
        one.Write("a.txt", "first");
        Succeeds(await one.OnceAsync());
        Succeeds(await two.OnceAsync());
        one.Write("a.txt", "edited on one");
        two.Write("a.txt", "edited on two!");

        Succeeds(await one.OnceAsync());
        Succeeds(await two.OnceAsync());
        Succeeds(await one.OnceAsync());

        Assert.Equal(one.Tree(), two.Tree());
        Assert.Equal(
            ["edited on one", "edited on two!"],
            Directory.GetFiles(one.Root).Select(File.ReadAllText).Order(StringComparer.Ordinal));
        Assert.Single(Directory.GetFiles(one.Root), path => path.Contains(" (conflict from ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_edits_of_one_text_become_one_where_that_was_asked_for()
    {
        using var account = await AccountAsync("merge");
        await using var one = new SyncedDevice("one", account);
        await using var two = new SyncedDevice("two", account);
        one.Write("a.txt", "one\n\ntwo\n\nthree\n");
        Succeeds(await one.OnceAsync());
        Succeeds(await account.Command.TryAsync("sync", two.Root, "--once", "--conflict", "merge"));
        one.Write("a.txt", "ONE\n\ntwo\n\nthree\n");
        two.Write("a.txt", "one\n\ntwo\n\nTHREE\n");

        // It was asked for the first time, and is remembered.
        Succeeds(await one.OnceAsync());
        Succeeds(await two.OnceAsync());
        Succeeds(await one.OnceAsync());

        Assert.Equal(["a.txt"], one.Tree().Keys);
        Assert.Equal(one.Tree(), two.Tree());
        Assert.Equal("ONE\n\ntwo\n\nTHREE\n", File.ReadAllText(one.At("a.txt")));
        Assert.Equal(3, (await account.Command.RunAsync("versions", "/a.txt")).Count);
    }

    [Fact]
    public async Task Offline_work_goes_up_when_the_server_is_back()
    {
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        await using var one = new SyncedDevice("one", account);
        await using var two = new SyncedDevice("two", account);
        one.Write("a", "1");
        one.Start();
        two.Start();
        await two.UntilAsync(() => File.Exists(two.At("a")), "A file arrives");

        await server.KillAsync();
        await one.UntilAsync(() => one.Output.Contains("Offline", StringComparison.Ordinal), "The device notices");
        one.Write("a", "2");
        one.Write("b", "new");
        two.Write("c", "other");
        Assert.Equal("offline", (await one.StatusAsync()).GetProperty("activity").GetString());
        await one.KillAsync();
        one.Start();
        await server.StartAgainAsync();

        await SyncedDevice.UntilAsync(
            () => one.Tree().Count == 3 && one.Tree().SequenceEqual(two.Tree()), "Both have all of it", one, two);
        Assert.Equal("2", File.ReadAllText(two.At("a")));
    }

    [Fact]
    public async Task Part_of_the_server_and_part_of_the_folder_can_be_synced()
    {
        using var account = await AccountAsync("parts");
        await account.StoreAsync("/photos/2026/a.jpg", [1]);
        await account.StoreAsync("/photos/2025/b.jpg", [2]);
        await account.StoreAsync("/other/c", [3]);
        await using var device = new SyncedDevice("one", account, "--remote", "/photos", "--only", "2026", "--exclude", "*.tmp");
        device.Write("2026/x.tmp", "x");
        device.Write("2026/d.jpg", "d");
        device.Write("elsewhere", "e");

        Succeeds(await device.OnceAsync());

        Assert.Equal(["2026", "2026/a.jpg", "2026/d.jpg", "2026/x.tmp", "elsewhere"], device.Tree().Keys);
        Assert.Equal("d"u8.ToArray(), await account.LoadAsync("/photos/2026/d.jpg"));
        Assert.Equal(["2025", "2026"], await account.Command.RunAsync("ls", "/photos") is var names ? names.Select(name => name.TrimEnd('/')) : []);
        var (exitCode, _, output) = await account.Command.TryAsync("sync", device.Root, "--once", "--remote", "/other");
        Assert.Equal((1, true), (exitCode, output.Contains("is synced with /photos", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_process_tells_how_it_is_doing_and_rests_when_told()
    {
        using var account = await AccountAsync("status");
        await using var device = new SyncedDevice("one", account);
        var (exitCode, _, output) = await account.Command.TryAsync("sync", device.Root, "--status");
        Assert.Equal((1, true), (exitCode, output.Contains("begin with", StringComparison.Ordinal)));
        device.Start();
        await device.UntilAsync(() => device.Output.Contains("Up to date", StringComparison.Ordinal), "It starts");

        Assert.Equal("upToDate", (await device.StatusAsync()).GetProperty("activity").GetString());
        await device.StatusAsync("--pause");
        device.Write("a", "1");
        await device.UntilAsync(() => device.Output.Contains("Paused", StringComparison.Ordinal), "It rests");
        (exitCode, _, output) = await account.Command.TryAsync("sync", device.Root);
        Assert.Equal((1, true), (exitCode, output.Contains("by another process", StringComparison.Ordinal)));
        Assert.Empty(await account.Command.RunAsync("ls"));
        await device.StatusAsync("--resume");
        await device.UntilAsync(() => device.Output.Contains("uploaded a", StringComparison.Ordinal), "It goes on");

        Assert.Equal(0, await device.StopAsync());
        Assert.False(File.Exists(device.At(".filestorage/control")));
    }

    [Fact]
    public async Task Most_of_a_tree_is_only_deleted_when_that_is_meant()
    {
        using var account = await AccountAsync("guard");
        await using var device = new SyncedDevice("one", account);
        for (var number = 0; number < 80; number++)
        {
            device.Write($"sub/{number}", $"{number}");
        }

        device.Start();
        await device.UntilAsync(() => device.Output.Contains("Up to date: 81", StringComparison.Ordinal), "Everything is up");
        Directory.Delete(device.At("sub"), recursive: true);
        await device.UntilAsync(() => device.Output.Contains("--confirm", StringComparison.Ordinal), "It asks");
        Assert.Equal(80, (await account.Command.RunAsync("ls", "/sub")).Count);

        await device.StatusAsync("--confirm");
        await device.UntilAsync(() => device.Output.Contains("deleted on the server sub", StringComparison.Ordinal), "It is done");
        Assert.Empty(await account.Command.RunAsync("ls"));
    }

    [Fact]
    public async Task A_folder_that_goes_away_stops_sync_and_deletes_nothing()
    {
        using var account = await AccountAsync("lost");
        await using var device = new SyncedDevice("one", account);
        device.Write("a", "1");
        device.Start();
        await device.UntilAsync(() => device.Output.Contains("uploaded a", StringComparison.Ordinal), "It is up");

        var away = device.Root + "-away";
        Directory.Move(device.Root, away);
        Directory.CreateDirectory(device.Root);
        Directory.CreateDirectory(Path.Combine(away, "wakes-the-watch"));

        Assert.Equal(1, await device.WaitAsync());
        Assert.Contains("nothing was taken for deleted", device.Output, StringComparison.Ordinal);
        Assert.Equal(["a"], await account.Command.RunAsync("ls"));
        var (exitCode, _, output) = await device.OnceAsync();
        Assert.Equal((1, true), (exitCode, output.Contains("Is the disk mounted?", StringComparison.Ordinal)));
        Directory.Delete(device.Root);
        Directory.Move(away, device.Root);
        Succeeds(await device.OnceAsync());
    }

    private Task<TestAccount> AccountAsync(string name) => TestAccount.OpenAsync(shared.Server, $"sync-{name}@example.org");

    private static void Succeeds((int ExitCode, IReadOnlyList<string> Lines, string Output) ended) => Assert.True(ended.ExitCode == 0, ended.Output);
}
