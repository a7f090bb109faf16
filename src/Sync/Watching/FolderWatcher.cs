using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using FileStorage.Sync.Ignoring;
using FileStorage.Sync.Local;
using FileStorage.Sync.Local.Linux;
using Microsoft.Win32.SafeHandles;

namespace FileStorage.Sync.Watching;

/// <summary>
/// Watches every folder below a root by inotify (man 7 inotify), one watch each. What the kernel cannot watch is found by looking at everything
/// now and then, and <see cref="Trouble"/> says so.
/// </summary>
internal sealed class FolderWatcher(OpenFolders folders, ISyncScope? scope, TimeProvider clock) : IAsyncDisposable
{
    private const int BufferBytes = 64 * 1024;

    // struct inotify_event: watch, mask, cookie, length of the name (4 bytes each), the name with NULs after it.
    private const int MaskAt = 4;
    private const int LengthAt = 12;
    private const int NameAt = 16;

    private const uint Attributes = 0x4;
    private const uint Written = 0x8;
    private const uint MovedFrom = 0x40;
    private const uint MovedTo = 0x80;
    private const uint Made = 0x100;
    private const uint Deleted = 0x200;
    private const uint Unmounted = 0x2000;
    private const uint Overflow = 0x4000;
    private const uint Ignored = 0x8000;
    private const uint IsFolder = 0x40000000;
    private const uint OnlyFolders = 0x01000000;
    private const uint NotWhenUnlinked = 0x04000000;
    private const uint Wanted = Attributes | Written | MovedFrom | MovedTo | Made | Deleted | OnlyFolders | NotWhenUnlinked;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly PendingChanges _changes = new(clock);
    private readonly Dictionary<int, WatchedFolder> _watched = [];
    private readonly List<WatchedFolder> _movedAway = [];

    private SafeFileHandle? _notify;
    private WatchedFolder? _root;
    private Task _reading = Task.CompletedTask;
    private volatile bool _stopped;

    /// <summary>Why not everything is watched; null where it is.</summary>
    public string? Trouble { get; private set; }

    /// <summary>To be called once.</summary>
    public async IAsyncEnumerable<LocalChange> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Start();
        _changes.AddWholeTree();
        await foreach (var change in _changes.ReadAsync(() => Trouble is null ? null : LookEvery, cancellationToken))
        {
            yield return change;
        }
    }

    /// <summary>Watches what is not watched yet.</summary>
    public void AddAll()
    {
        lock (_lock)
        {
            if (_notify is not null && !_stopped)
            {
                Add(LocalPath.Root, parent: null, tell: false);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _stopped = true;
        if (_notify is not null && _root is not null)
        {
            // The kernel tells the reader that this watch ends, which wakes it.
            _ = LibC.RemoveWatch(_notify, _root.Watch);
            await _reading;
        }

        _notify?.Dispose();
    }

    private void Start()
    {
        var opened = LibC.StartNotify(LibC.CloseOnExec);
        if (opened < 0)
        {
            Trouble = $"Changes cannot be watched ({LinuxErrors.Text(LinuxErrors.Last)}; see fs.inotify.max_user_instances).";
            return;
        }

        _notify = new SafeFileHandle(opened, ownsHandle: true);
        AddAll();
        if (_root is not null)
        {
            _reading = Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
    }

    private unsafe void Read()
    {
        var buffer = new byte[BufferBytes];
        while (!_stopped)
        {
            nint filled;
            fixed (byte* start = buffer)
            {
                filled = LibC.Read(_notify!, start, buffer.Length);
            }

            if (filled < 0 && LinuxErrors.Last is not Errno.Interrupted)
            {
                Trouble = $"Changes can no longer be watched ({LinuxErrors.Text(LinuxErrors.Last)}).";
                _changes.AddWholeTree();
                return;
            }

            lock (_lock)
            {
                var away = _movedAway.ToList();
                for (var at = 0; at < filled;)
                {
                    at += Take(buffer.AsSpan(at));
                }

                // A folder that was moved within the root has come in again by now.
                away.ForEach(Forget);
            }
        }
    }

    private int Take(ReadOnlySpan<byte> record)
    {
        var watch = BinaryPrimitives.ReadInt32LittleEndian(record);
        var mask = BinaryPrimitives.ReadUInt32LittleEndian(record[MaskAt..]);
        var length = BinaryPrimitives.ReadInt32LittleEndian(record[LengthAt..]);
        var name = record.Slice(NameAt, length);
        if ((mask & (Overflow | Unmounted)) != 0)
        {
            Add(LocalPath.Root, parent: null, tell: false);
            _changes.AddWholeTree();
        }
        else if ((mask & Ignored) != 0)
        {
            if (_watched.Remove(watch, out var gone))
            {
                gone.Detach();
            }
        }
        else if (_watched.TryGetValue(watch, out var folder) && folder.PathBelow(_root!) is { } path)
        {
            Take(folder, path, Encoding.UTF8.GetString(name[..(name.IndexOf((byte)0) is >= 0 and var end ? end : length)]), mask);
        }

        return NameAt + length;
    }

    private void Take(WatchedFolder folder, LocalPath path, string name, uint mask)
    {
        if (name.Length == 0)
        {
            // The folder itself: the one above tells of it, except of the root.
            if (path.IsRoot)
            {
                _changes.Add(path, onlyMade: false);
            }

            return;
        }

        var child = path.Child(name);
        var isFolder = (mask & IsFolder) != 0;
        if (!TakesPart(child, isFolder))
        {
            return;
        }

        if (isFolder && (mask & (Made | MovedTo)) != 0)
        {
            Add(child, folder, tell: true);
        }
        else if (isFolder && (mask & Attributes) != 0)
        {
            // Its list may have become readable, or unreadable.
            _changes.Add(child, onlyMade: false);
        }
        else if (isFolder && (mask & MovedFrom) != 0 && folder.Child(name) is { } moved)
        {
            moved.Detach();
            _movedAway.Add(moved);
        }

        _changes.Add(path, onlyMade: !isFolder && (mask & ~IsFolder) == Made);
    }

    private bool TakesPart(LocalPath path, bool isFolder) => path.Value != OwnFolder.Name && (scope is null || scope.IsIncluded(path, isFolder));

    /// <summary>Watches a folder and all below it. Before it is listed, so that whatever is made in it later is told of.</summary>
    private void Add(LocalPath path, WatchedFolder? parent, bool tell)
    {
        using var handle = folders.OpenFolder(path, out _);
        if (handle is null)
        {
            // Gone again, or it may not be read: when that changes, its parent's watch tells.
            return;
        }

        var watch = LibC.AddWatch(_notify!, string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{handle.DangerousGetHandle()}"), Wanted);
        if (watch < 0)
        {
            Trouble = LinuxErrors.Last == Errno.NoSpace
                ? "There are more folders than this system lets one user watch; changes are looked for every few seconds. "
                    + "More: sudo sysctl fs.inotify.max_user_watches=1048576"
                : $"{path} cannot be watched ({LinuxErrors.Text(LinuxErrors.Last)}); changes are looked for every few seconds.";
            return;
        }

        var isNew = !_watched.TryGetValue(watch, out var folder);
        folder ??= _watched[watch] = new WatchedFolder(watch, path.Name);
        if (parent is null)
        {
            _root = folder;
        }
        else if (folder.Parent != parent || folder.Name != path.Name)
        {
            folder.Attach(parent, path.Name);
        }

        if (tell && isNew)
        {
            _changes.Add(path, onlyMade: false);
        }

        foreach (var name in FolderListing.ReadFolders(handle))
        {
            var child = path.Child(name);
            if (TakesPart(child, isFolder: true))
            {
                Add(child, folder, tell);
            }
        }
    }

    private void Forget(WatchedFolder folder)
    {
        _movedAway.Remove(folder);
        if (folder.Parent is null)
        {
            ForgetTree(folder);
        }
    }

    private void ForgetTree(WatchedFolder folder)
    {
        _ = LibC.RemoveWatch(_notify!, folder.Watch);
        _watched.Remove(folder.Watch);
        foreach (var child in folder.Children.ToList())
        {
            ForgetTree(child);
        }
    }
}
