using System.Threading.Channels;
using Microsoft.Win32.SafeHandles;

namespace FileStorage.Sync.Local.Linux;

/// <summary>
/// Makes files and folders durable for many callers at once. One caller costs one fsync; where many wait, one flush of the file system serves
/// all of them, so that thousands of small files a second need not mean thousands of flushes.
/// </summary>
internal sealed class GroupSync : IAsyncDisposable
{
    private const int MostAtOnce = 4096;

    /// <summary>Up to so many are flushed one by one: a flush of the file system also waits for what other programs wrote.</summary>
    private const int MostSeparately = 3;

    // Before, syncfs kept errors to itself (man 2 syncfs).
    private static readonly bool MayFlushAll = Environment.OSVersion.Version >= new Version(5, 8);

    private readonly Channel<Waiting> _waiting = Channel.CreateBounded<Waiting>(
        new BoundedChannelOptions(MostAtOnce) { SingleReader = true });

    private readonly SafeFileHandle _root;
    private readonly Task _worker;

    public GroupSync(SafeFileHandle root)
    {
        _root = root;
        _worker = Task.Factory.StartNew(RunAsync, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    /// <summary>Returns once the file, or the names in the folder, are on disk.</summary>
    /// <exception cref="IOException">The disk did not take it.</exception>
    public async ValueTask SyncAsync(SafeFileHandle file, LocalKey key)
    {
        var waiting = new Waiting(file, key, new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously));
        await _waiting.Writer.WriteAsync(waiting);
        if (await waiting.Done.Task is not 0 and var error)
        {
            throw LinuxErrors.Unforeseen(error, "The disk did not take what was written");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.Complete();
        await _worker;
    }

    private async Task RunAsync()
    {
        var group = new List<Waiting>();
        var keys = new HashSet<LocalKey>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            group.Clear();
            keys.Clear();
            while (group.Count < MostAtOnce && _waiting.Reader.TryRead(out var next))
            {
                group.Add(next);
                keys.Add(next.Key);
            }

            if (MayFlushAll && keys.Count > MostSeparately)
            {
                var error = LibC.SyncFileSystem(_root) == 0 ? 0 : LinuxErrors.Last;
                group.ForEach(one => one.Done.SetResult(error));
                continue;
            }

            foreach (var same in group.GroupBy(one => one.Key))
            {
                var error = LibC.Sync(same.First().File) == 0 ? 0 : LinuxErrors.Last;
                foreach (var one in same)
                {
                    one.Done.SetResult(error);
                }
            }
        }
    }

    private readonly record struct Waiting(SafeFileHandle File, LocalKey Key, TaskCompletionSource<int> Done);
}
