using System.Diagnostics;
using System.Globalization;
using FileStorage.Tests.EndToEnd.Accounts;
using FileStorage.Tests.EndToEnd.Limits;

namespace FileStorage.Tests.EndToEnd.Sync;

/// <summary>What disks and file systems do to `filestorage sync`: it says what is wrong, goes on with the rest, and with all of it when that is mended.</summary>
public sealed class SyncTroubleTests(SharedServer shared, ITestOutputHelper output) : IClassFixture<SharedServer>
{
    private const int DiskBytes = 8 << 20;

    [Fact]
    public async Task A_full_disk_makes_it_rest_until_there_is_room()
    {
        using var account = await AccountAsync("full");
        await using var device = new SyncedDevice("one", account, "--exclude", "ballast");
        if (!Run("mount", "-t", "tmpfs", "-o", $"size={DiskBytes}", "none", device.Root))
        {
            output.WriteLine("Sync was not tried on a full disk: this machine does not let us mount a tmpfs.");
            return;
        }

        try
        {
            device.Write("a", "1");
            device.Start();
            await device.UntilAsync(() => device.Output.Contains("Up to date", StringComparison.Ordinal), "It starts");
            Fill(device.At("ballast"));

            await account.StoreAsync("/b", "two"u8.ToArray());
            await device.UntilAsync(() => device.Output.Contains("Sync rests", StringComparison.Ordinal), "It rests");
            Assert.Equal("diskFull", (await device.StatusAsync()).GetProperty("activity").GetString());
            File.Delete(device.At("ballast"));
            await device.UntilAsync(() => File.Exists(device.At("b")), "It goes on");

            // Room for the state, and none for the file.
            var big = new byte[DiskBytes / 2];
            await File.WriteAllBytesAsync(device.At("ballast"), new byte[DiskBytes * 5 / 8], TestContext.Current.CancellationToken);
            await account.StoreAsync("/big", big);
            await account.StoreAsync("/c", "three"u8.ToArray());
            await device.UntilAsync(() => Problems(device).Contains("big: The disk is full.", StringComparison.Ordinal), "It says so");
            File.Delete(device.At("ballast"));
            await device.UntilAsync(() => File.Exists(device.At("big")) && File.Exists(device.At("c")), "All of it arrives");
            Assert.Equal(0, await device.StopAsync());
        }
        finally
        {
            await device.DisposeProcessAsync();
            Run("umount", device.Root);
        }
    }

    [Fact]
    public async Task A_folder_that_may_not_be_written_is_told_of_and_holds_up_nothing_else()
    {
        using var account = await AccountAsync("locked");
        await using var device = new SyncedDevice("one", account);
        Directory.CreateDirectory(device.At("locked"));
        device.Start();
        await device.UntilAsync(() => device.Output.Contains("Up to date", StringComparison.Ordinal), "It starts");

        // For root a folder without permissions is like any other; one that is immutable is not.
        if (!Run("chattr", "+i", device.At("locked")))
        {
            output.WriteLine("A folder that may not be written was not tried: this file system has no chattr +i.");
            return;
        }

        try
        {
            await account.StoreAsync("/locked/x", [1]);
            await account.StoreAsync("/free", [2]);
            await device.UntilAsync(() => File.Exists(device.At("free")), "The rest arrives");
            await device.UntilAsync(() => Problems(device).Contains("locked/x", StringComparison.Ordinal), "It says so");
        }
        finally
        {
            Run("chattr", "-i", device.At("locked"));
        }

        await device.UntilAsync(() => File.Exists(device.At("locked/x")), "It arrives when it may");
    }

    [Fact]
    public async Task Events_that_the_kernel_dropped_are_made_up_for_by_looking_at_everything()
    {
        using var account = await AccountAsync("overflow");
        await using var device = new SyncedDevice("one", account);
        device.Write("a", "1");
        device.Write("b", "1");
        device.Start();
        await device.UntilAsync(() => device.Output.Contains("Up to date", StringComparison.Ordinal), "It starts");
        var most = int.Parse(File.ReadAllText("/proc/sys/fs/inotify/max_queued_events"), CultureInfo.InvariantCulture);

        device.Signal("STOP");
        for (var number = 0; number <= most; number += 2)
        {
            // In turns, for equal events in a row count as one.
            File.SetLastWriteTimeUtc(device.At("a"), DateTime.UnixEpoch.AddSeconds(number));
            File.SetLastWriteTimeUtc(device.At("b"), DateTime.UnixEpoch.AddSeconds(number));
        }

        device.Write("deep/er/late", "nobody told of this");
        device.Signal("CONT");

        await device.UntilAsync(() => device.Output.Contains("uploaded deep/er/late", StringComparison.Ordinal), "It is found");
    }

    [Fact]
    public async Task Of_a_file_with_two_names_one_is_synced()
    {
        using var account = await AccountAsync("links");
        await using var device = new SyncedDevice("one", account);
        device.Write("a", "first");
        Assert.True(Run("ln", device.At("a"), device.At("b")));

        var (_, _, told) = await device.OnceAsync();
        device.Write("a", "second");
        await device.OnceAsync();

        var names = await account.Command.RunAsync("ls");
        Assert.True(names is ["a"] or ["b"], $"{string.Join(", ", names)}\n{told}");
        Assert.Equal("second"u8.ToArray(), await account.LoadAsync($"/{names[0]}"));
        Assert.Equal(["a", "b"], device.Tree().Keys);
    }

    [Fact]
    public async Task Limits_are_kept_in_both_directions()
    {
        using var account = await AccountAsync("limits");
        await using var up = new SyncedDevice("up", account, "--limit-up", "200KB");
        await using var down = new SyncedDevice("down", account, "--limit-down", "200KB");
        var content = new byte[800_000];
        new Random(5).NextBytes(content);
        await File.WriteAllBytesAsync(up.At("a"), content, TestContext.Current.CancellationToken);

        // At most so much at once at the beginning, then at the rate.
        Assert.True(await TimeAsync(up) > TimeSpan.FromSeconds(2.5), "It was sent faster than allowed.");
        Assert.True(await TimeAsync(down) > TimeSpan.FromSeconds(2.5), "It was received faster than allowed.");
        Assert.Equal(up.Tree(), down.Tree());
    }

    private static async Task<TimeSpan> TimeAsync(SyncedDevice device)
    {
        var started = TimeProvider.System.GetTimestamp();
        var (exitCode, _, told) = await device.OnceAsync();
        Assert.True(exitCode == 0, told);
        return TimeProvider.System.GetElapsedTime(started);
    }

    private static string Problems(SyncedDevice device)
    {
        var problems = device.StatusAsync().GetAwaiter().GetResult().GetProperty("problems").EnumerateArray();
        return string.Join('\n', problems.Select(problem => $"{problem.GetProperty("path")}: {problem.GetProperty("reason")}"));
    }

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                file.Write(new byte[4096]);
            }
        }
        catch (IOException)
        {
            // That is the end of the disk.
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private Task<TestAccount> AccountAsync(string name) => TestAccount.OpenAsync(shared.Server, $"trouble-{name}@example.org");
}
