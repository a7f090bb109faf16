using System.Runtime.CompilerServices;
using System.Threading.Channels;
using FileStorage.Sync.Local;

namespace FileStorage.Sync.Watching;

/// <summary>
/// Folders that wait to be told of. A burst in one folder is told once: soon after it began, and again while it lasts at a pace that listing
/// the folder can keep up with.
/// </summary>
internal sealed class PendingChanges(TimeProvider clock)
{
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    /// <summary>A file that was only made is about to be written, which is told at once; one that is linked into place never is.</summary>
    private static readonly TimeSpan UntilWritten = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private readonly Dictionary<LocalPath, long> _due = [];
    private readonly Dictionary<LocalPath, long> _told = [];
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private bool _wholeTree;

    public void Add(LocalPath folder, bool onlyMade)
    {
        lock (_lock)
        {
            var now = clock.GetTimestamp();
            var due = now + Steps(onlyMade ? UntilWritten : Burst);
            if (_told.TryGetValue(folder, out var told))
            {
                due = Math.Max(due, told + Steps(Pace));
            }

            if (_due.TryGetValue(folder, out var earlier) && earlier <= due)
            {
                return;
            }

            _due[folder] = due;
        }

        _bell.Writer.TryWrite(true);
    }

    public void AddWholeTree()
    {
        lock (_lock)
        {
            _wholeTree = true;
        }

        _bell.Writer.TryWrite(true);
    }

    /// <summary>Changes as they become due; the whole tree also every <paramref name="every"/>, while that is given.</summary>
    public async IAsyncEnumerable<LocalChange> ReadAsync(Func<TimeSpan?> every, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var scanned = clock.GetTimestamp();
        while (true)
        {
            var (ready, wait) = Take();
            if (every() is { } interval)
            {
                var left = interval - clock.GetElapsedTime(scanned);
                if (left <= TimeSpan.Zero)
                {
                    ready = [new LocalChange(LocalPath.Root, IsWholeTree: true)];
                    scanned = clock.GetTimestamp();
                }
                else
                {
                    wait = wait is { } sooner && sooner < left ? sooner : left;
                }
            }

            foreach (var change in ready)
            {
                yield return change;
            }

            if (ready.Count == 0)
            {
                await WaitAsync(wait, cancellationToken);
            }
        }
    }

    private (List<LocalChange> Ready, TimeSpan? Wait) Take()
    {
        lock (_lock)
        {
            if (_wholeTree)
            {
                _wholeTree = false;
                _due.Clear();
                return ([new LocalChange(LocalPath.Root, IsWholeTree: true)], null);
            }

            var now = clock.GetTimestamp();
            var ready = _due.Where(one => one.Value <= now).Select(one => new LocalChange(one.Key, IsWholeTree: false)).ToList();
            if (ready.Count > 0)
            {
                // What was told long ago has no pace to keep.
                foreach (var old in _told.Where(one => one.Value + Steps(Pace) < now).Select(one => one.Key).ToList())
                {
                    _told.Remove(old);
                }
            }

            foreach (var change in ready)
            {
                _due.Remove(change.Folder);
                _told[change.Folder] = now;
            }

            return (ready, _due.Count == 0 ? null : clock.GetElapsedTime(now, _due.Values.Min()));
        }
    }

    private async Task WaitAsync(TimeSpan? longest, CancellationToken cancellationToken)
    {
        if (longest is not { } time)
        {
            await _bell.Reader.ReadAsync(cancellationToken);
            return;
        }

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var bell = _bell.Reader.WaitToReadAsync(enough.Token).AsTask();
        await Task.WhenAny(bell, Task.Delay(time > TimeSpan.Zero ? time : TimeSpan.Zero, clock, enough.Token));
        cancellationToken.ThrowIfCancellationRequested();
        await enough.CancelAsync();
        _bell.Reader.TryRead(out _);
    }

    private long Steps(TimeSpan time) => (long)(time.TotalSeconds * clock.TimestampFrequency);
}
