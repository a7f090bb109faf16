using System.Diagnostics;
using FileStorage.Sync.State;
using FileStorage.Sync.State.Sqlite;

namespace FileStorage.Tests.Sync.Tests.State;

/// <summary>A disk without room under the state database: a small tmpfs, where this machine lets us mount one.</summary>
public sealed class FullDiskTests(ITestOutputHelper output) : IDisposable
{
    private readonly string _disk = Directory.CreateTempSubdirectory("filestorage-full-").FullName;
    private bool _isMounted;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        if (_isMounted)
        {
            Run("umount", _disk);
        }

        Directory.Delete(_disk, recursive: true);
    }

    [Fact]
    public async Task A_write_that_finds_no_room_changes_nothing_and_the_next_one_succeeds_when_there_is_some()
    {
        _isMounted = Run("mount", "-t", "tmpfs", "-o", "size=1m", "none", _disk);
        if (!_isMounted)
        {
            output.WriteLine("The state was not tried on a full disk: this machine does not let us mount a tmpfs.");
            return;
        }

        var path = Path.Combine(_disk, "state.db");
        var ballast = Path.Combine(_disk, "ballast");
        var state = SqliteSyncState.Open(path);
        await state.WriteAsync(new SyncStateBatch { News = new NewsPlace("before", 1, IsListing: false) }, Token);
        Fill(ballast);

        for (var attempt = 0; attempt < 3; attempt++)
        {
            await Assert.ThrowsAsync<SyncStateFullException>(async () => await state.WriteAsync(Large("full"), Token));
        }

        Assert.Equal("before", (await state.LoadAsync(Token)).News.Cursor);
        File.Delete(ballast);
        await state.WriteAsync(Large("after"), Token);
        state.Dispose();
        using var again = SqliteSyncState.Open(path);
        Assert.Equal("after", (await again.LoadAsync(Token)).News.Cursor![..5]);
    }

    /// <summary>More than what is left in pages that the database has already.</summary>
    private static SyncStateBatch Large(string name) => new() { News = new NewsPlace(name + new string('x', 100_000), 1, IsListing: false) };

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
}
