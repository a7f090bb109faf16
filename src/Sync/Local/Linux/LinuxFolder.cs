using System.Runtime.CompilerServices;
using FileStorage.Sync.Ignoring;
using FileStorage.Sync.Watching;
using Microsoft.Win32.SafeHandles;

namespace FileStorage.Sync.Local.Linux;

/// <summary>The folder of a Linux file system.</summary>
public sealed partial class LinuxFolder : ILocalFolder, IAsyncDisposable
{
    private readonly string _rootPath;
    private readonly Statx _root;
    private readonly OpenFolders _folders;
    private readonly OwnFolder _own;
    private readonly Displacement _displacement;
    private readonly GroupSync _sync;
    private readonly RootGuard _guard;
    private readonly FileModes _modes = FileModes.OfThisProcess();
    private readonly TimeProvider _clock;
    private long _numbers;
    private volatile FolderWatcher? _watcher;

    private LinuxFolder(string rootPath, in Statx root, OpenFolders folders, OwnFolder own, TimeProvider clock)
    {
        _rootPath = rootPath;
        _root = root;
        _folders = folders;
        _own = own;
        _clock = clock;
        _displacement = new Displacement(own, folders);
        _guard = new RootGuard(rootPath, root, folders, own);
        _sync = new GroupSync(folders.Root);
        IgnoresCase = OpenFolders.Look(own.Handle, OwnFolder.StagingName.ToUpperInvariant(), out _) == 0;
    }

    public bool IgnoresCase { get; }

    /// <summary>Our folder inside the root.</summary>
    public OwnFolder Own => _own;

    /// <summary>What does not take part is not watched.</summary>
    public ISyncScope? Scope { get; init; }

    /// <summary>Why changes are only found by looking at everything now and then; null where they are watched.</summary>
    public string? WatchTrouble { get; private set; }

    /// <summary>Opens the folder for this process alone, and gives back what a killed process left in its staging folder.</summary>
    /// <param name="rootPath">The folder.</param>
    /// <param name="newId">For a folder that was never synced: the mark it gets. Null where it must have one.</param>
    /// <param name="clock">For waits.</param>
    /// <param name="scope">What does not take part is not watched; null watches everything.</param>
    /// <exception cref="LocalRootLostException">It is not there, or was to have a mark and has none.</exception>
    /// <exception cref="LocalFolderInUseException">Another process syncs it.</exception>
    /// <exception cref="PlatformNotSupportedException">This is no Linux, or one that is too old, or the file system cannot swap names.</exception>
    public static LinuxFolder Open(string rootPath, Guid? newId, TimeProvider clock, ISyncScope? scope = null)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("Sync runs on Linux for now; `filestorage put` and `get` run here.");
        }

        var opened = LibC.OpenAt(LibC.CurrentFolder, rootPath, LibC.ReadOnly | LibC.Folder | LibC.CloseOnExec, 0);
        if (opened < 0)
        {
            throw new LocalRootLostException($"{rootPath} cannot be opened: {LinuxErrors.Text(LinuxErrors.Last)}.");
        }

        var handle = new SafeFileHandle(opened, ownsHandle: true);
        OwnFolder? own = null;
        try
        {
            if (OpenFolders.Look(handle, out var root) is not 0 and var error)
            {
                throw LinuxErrors.Unforeseen(error, rootPath);
            }

            var folders = new OpenFolders(handle, root.Device);
            own = OwnFolder.Open(handle, rootPath, newId);
            CheckAbilities(own, rootPath);
            var folder = new LinuxFolder(Path.GetFullPath(rootPath), root, folders, own, clock) { Scope = scope };
            Leftovers.Clear(own, folders, folder._displacement);
            return folder;
        }
        catch
        {
            own?.Dispose();
            handle.Dispose();
            throw;
        }
    }

    public ValueTask CheckRootAsync(CancellationToken cancellationToken)
    {
        CheckRoot();
        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<LocalEntry>?> ListAsync(LocalPath folder, LocalKey? expected, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (folder.IsRoot)
        {
            CheckRoot();
        }

        using var handle = _folders.OpenFolder(folder, out var error);
        if (handle is not null && expected is not null && (error = OpenFolders.Look(handle, out var found)) == 0 && _folders.EntryOf(found, folder.Name).Key != expected)
        {
            error = Errno.NoEntry;
        }

        IReadOnlyList<LocalEntry>? entries = handle is null || error != 0 ? null : FolderListing.Read(handle, _folders, folder.IsRoot, out error);
        if (entries is not null)
        {
            return ValueTask.FromResult<IReadOnlyList<LocalEntry>?>(entries);
        }

        CheckRoot();
        return folder.IsRoot ? throw new LocalRootLostException($"{_rootPath} cannot be read: {LinuxErrors.Text(error)}.")
            : Errno.MeansMissing(error) || Errno.MeansDenied(error) || error == Errno.NameTooLong ? ValueTask.FromResult<IReadOnlyList<LocalEntry>?>(null)
            : throw LinuxErrors.Unforeseen(error, folder.Value);
    }

    public ValueTask<LocalEntry?> FindAsync(LocalPath path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_folders.Find(path, out var error) is { } entry)
        {
            return ValueTask.FromResult<LocalEntry?>(entry);
        }

        CheckRoot();
        return Errno.MeansMissing(error) || error is Errno.NameTooLong or Errno.Invalid
            ? ValueTask.FromResult<LocalEntry?>(null)
            : throw LinuxErrors.Unforeseen(error, path.Value);
    }

    public async ValueTask<ILocalContent?> OpenAsync(LocalPath path, LocalEntry expected, CancellationToken cancellationToken)
    {
        var handle = OpenFolders.Open(_folders.Root, path.Value, LibC.ReadOnly, out var error);
        if (handle is null)
        {
            CheckRoot();
            return Errno.MeansMissing(error) || Errno.MeansDenied(error) ? null : throw LinuxErrors.Unforeseen(error, path.Value);
        }

        try
        {
            if (await SettledFile.LookAsync(handle, path.Name, _folders, _clock, cancellationToken) is { Kind: LocalKind.File } entry && entry.HasSameContentAs(expected))
            {
                var content = new LinuxContent(_folders, path, handle, entry);
                handle = null;
                return content;
            }

            return null;
        }
        finally
        {
            handle?.Dispose();
        }
    }

    public async IAsyncEnumerable<LocalChange> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var watcher = new FolderWatcher(_folders, Scope, _clock);
        _watcher = watcher;
        await foreach (var change in watcher.ReadAsync(cancellationToken))
        {
            WatchTrouble = watcher.Trouble;
            yield return change;
        }
    }

    /// <summary>Watches what takes part now; to be called after <see cref="Scope"/> changed its rules.</summary>
    public void WatchAgain() => _watcher?.AddAll();

    public async ValueTask DisposeAsync()
    {
        await _sync.DisposeAsync();
        _own.Dispose();
        _folders.Root.Dispose();
    }

    private static void CheckAbilities(OwnFolder own, string rootPath)
    {
        // Two names that are not there: a file system that can swap looks for them, one that cannot says so at once.
        if (OpenFolders.Rename(own.Staging, "none", own.Staging, "nothing", LibC.RenameExchange) is Errno.Invalid or Errno.NoSystemCall)
        {
            throw new PlatformNotSupportedException(
                $"The file system of {rootPath} cannot swap two files in one step, as network folders often cannot. Sync a folder on a local disk.");
        }
    }

    private void CheckRoot() => _guard.Check();
}
