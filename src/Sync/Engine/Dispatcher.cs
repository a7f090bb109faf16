using FileStorage.Sync.Execution;
using FileStorage.Sync.Local;
using FileStorage.Sync.Planning;
using FileStorage.Sync.Remote;
using FileStorage.Sync.State;
using FileStorage.Sync.Trees;

namespace FileStorage.Sync.Engine;

/// <summary>
/// Takes the steps that were decided on, as many at once as is good. A step is looked up when its turn comes: what no longer fits is decided again.
/// </summary>
internal sealed class Dispatcher(
    ILocalFolder folder,
    IRemoteDrive drive,
    SyncTrees trees,
    Ledger ledger,
    Agenda agenda,
    Moments moments,
    Errands errands,
    TimeProvider clock,
    Random random,
    SyncOptions options,
    Func<Operation, bool> isStillMeant,
    Action<StepResult> finished,
    Action<Operation> dropped)
{
    private readonly StepRunner _runner = new(folder, drive);
    private readonly Queue<Operation> _local = new();
    private readonly MergeRunner _merger = new(folder, drive, clock);
    private readonly Queue<Operation> _downloads = new();
    private readonly Queue<Operation> _commands = new();
    private readonly UploadLane _uploads = new(drive, folder, trees, ledger, moments, errands, random, options, isStillMeant, finished, dropped);
    private readonly Dictionary<Operation, (LocalKey Folder, string Name)> _places = new(ReferenceEqualityComparer.Instance);
    private readonly List<(Operation.TrashRemote Step, string Etag, long NewsSince)> _trashes = [];
    private int _localCount;
    private int _downloadCount;
    private int _commandCount;

    public int QueuedUploads => _uploads.QueuedCount;

    public int QueuedDownloads => _downloads.Count;

    /// <summary>Folders whose trashing waits for the news that was read since their etags.</summary>
    public bool AwaitsNews => _trashes.Count > 0;

    public void Add(Operation step)
    {
        switch (step)
        {
            case Operation.Download or Operation.Merge:
                _downloads.Enqueue(step);
                break;
            case Operation.Upload upload:
                _uploads.Add(upload);
                break;
            case Operation.MakeRemoteFolder or Operation.MoveRemote or Operation.TrashRemote:
                _commands.Enqueue(step);
                break;
            default:
                _local.Enqueue(step);
                break;
        }
    }

    public void StartLocal()
    {
        while (_localCount < options.ParallelLocalSteps && _local.TryDequeue(out var step))
        {
            // A file that was edited since is another one than was to be removed. A move or a look destroys nothing.
            if (step is Operation.MoveLocal or Operation.Hash || isStillMeant(step))
            {
                StartLocal(step);
            }
            else
            {
                dropped(step);
            }
        }
    }

    public void StartDownloads()
    {
        while (_downloadCount < options.ParallelDownloads && _downloads.TryDequeue(out var step))
        {
            if (!isStillMeant(step))
            {
                dropped(step);
            }
            else if (step is Operation.Merge merge)
            {
                StartMerge(merge);
            }
            else
            {
                StartDownload((Operation.Download)step);
            }
        }
    }

    /// <summary>
    /// Picks the commands whose turn has come and writes down their operation ids; they start with the returned actions, once that is durable.
    /// </summary>
    public List<Action> PrepareCommands()
    {
        var starts = new List<Action>();
        while (_commandCount < options.ParallelCommands && _commands.TryDequeue(out var step))
        {
            // A folder is made anew because of something in it, which its own decision does not tell.
            if (step is Operation.MakeRemoteFolder { Subject.IsLocal: false } || isStillMeant(step))
            {
                PrepareCommand(step, starts);
            }
            else
            {
                dropped(step);
            }
        }

        _uploads.Prepare(starts);
        return starts;
    }

    /// <summary>Trashes the folders whose etags are older than the news that was read, if still nothing in them is new.</summary>
    public void TrashFolders(long readSince, Func<Subject, Decision> decide)
    {
        foreach (var trash in _trashes.Where(trash => trash.NewsSince < readSince).ToList())
        {
            _trashes.Remove(trash);
            if (decide(trash.Step.Subject).Operation is not Operation.TrashRemote
                || ledger.Pending.GetValueOrDefault(trash.Step.Subject) is not { Kind: CommandKind.Trash } command)
            {
                dropped(trash.Step);
                continue;
            }

            StartCommand(Begin(trash.Step) with { IsRepeated = true }, (begun, token) =>
                _runner.TrashAsync(begun, command.OperationId, trash.Etag, token));
        }
    }

    /// <summary>The etag of a folder is known: it counts for the news that begins after it.</summary>
    public void AwaitNews(Operation.TrashRemote step, string etag, long since) => _trashes.Add((step, etag, since));

    private void StartLocal(Operation step)
    {
        switch (step)
        {
            case Operation.MakeLocalFolder make when FolderPath(make.ParentKey) is { } path && Told(make) is { } told:
                StartLocal(Begin(make) with { Told = told }, make.ParentKey, make.Name, (begun, token) =>
                    _runner.MakeFolderAsync(begun, path.Child(make.Name), token));
                break;
            case Operation.MoveLocal move when FolderPath(move.ParentKey) is { } path && trees.Local.Find(move.Key) is { } here:
                var source = LocalTree.PathOf(here);
                StartLocal(Begin(move) with { Here = here.Entry }, move.ParentKey, move.Name, (begun, token) =>
                    _runner.MoveAsync(begun, source, path.Child(move.Name), token));
                break;
            case Operation.RemoveLocal remove when trees.Local.Find(remove.Key) is { } here:
                StartLocal(here, Begin(remove), _runner.RemoveAsync);
                break;
            case Operation.SetAttributes set when trees.Local.Find(set.Key) is { } here && Told(set) is { } told:
                StartLocal(here, Begin(set) with { Told = told }, _runner.SetAttributesAsync);
                break;
            case Operation.Hash hash when trees.Local.Find(hash.Key) is { } here:
                StartLocal(here, Begin(hash), _runner.HashAsync);
                break;
            default:
                dropped(step);
                break;
        }
    }

    private void StartLocal(LocalNode here, StepResult begun, Func<StepResult, LocalPath, CancellationToken, Task<StepResult>> run)
    {
        var path = LocalTree.PathOf(here);
        StartLocal(begun with { Here = here.Entry }, here.Parent!.Key, here.NormalName, (started, token) => run(started, path, token));
    }

    private void StartLocal(StepResult begun, LocalKey folderKey, string name, Func<StepResult, CancellationToken, Task<StepResult>> run)
    {
        _localCount++;
        UsePlace(begun.Step, folderKey, name);
        Start(begun, run, () => _localCount--);
    }

    private void StartDownload(Operation.Download step)
    {
        var here = step.ReplacedKey is { } key ? trees.Local.Find(key) : null;
        if (FolderPath(step.ParentKey) is not { } path || Told(step) is not { } told || (step.ReplacedKey is not null && here is null))
        {
            dropped(step);
            return;
        }

        _downloadCount++;
        UsePlace(step, step.ParentKey, step.Name);
        var begun = Begin(step) with { Told = told, Here = here?.Entry };
        Start(begun, (started, token) => _runner.DownloadAsync(started, path.Child(step.Name), token), () => _downloadCount--);
    }

    private void StartMerge(Operation.Merge step)
    {
        if (trees.Local.Find(step.Key) is not { Parent: { } home } here || Told(step) is not { } told)
        {
            dropped(step);
            return;
        }

        _downloadCount++;
        UsePlace(step, home.Key, here.NormalName);
        var path = LocalTree.PathOf(here);
        var begun = Begin(step) with { Told = told, Here = here.Entry };
        Start(begun, (started, token) => _merger.MergeAsync(started, step, path, token), () => _downloadCount--);
    }

    private void PrepareCommand(Operation step, List<Action> starts)
    {
        switch (step)
        {
            case Operation.MakeRemoteFolder make when trees.Local.Find(make.Key) is { }:
                var (making, isRepeated) = Command(make.Subject, CommandKind.MakeFolder, make.ParentId, make.Name);
                starts.Add(() => StartCommand(Begin(make) with { IsRepeated = isRepeated }, (begun, token) =>
                    _runner.MakeRemoteFolderAsync(begun, making.OperationId, make, token)));
                break;
            case Operation.MoveRemote move when Told(move) is { }:
                var (moving, isAgain) = Command(move.Subject, CommandKind.Move, move.ParentId, move.Name);
                starts.Add(() => StartCommand(Begin(move) with { IsRepeated = isAgain }, (begun, token) =>
                    _runner.MoveRemoteAsync(begun, moving.OperationId, move, token)));
                break;
            case Operation.TrashRemote { IsFolder: false } trash when Told(trash) is { } told:
                var (trashing, isSecond) = Command(trash.Subject, CommandKind.Trash, parentId: default, name: "");
                starts.Add(() => StartCommand(Begin(trash) with { IsRepeated = isSecond }, (begun, token) =>
                    _runner.TrashAsync(begun, trashing.OperationId, told.Etag, token)));
                break;
            case Operation.TrashRemote { IsFolder: true } trash when Told(trash) is { }:
                Command(trash.Subject, CommandKind.Trash, parentId: default, name: "");
                starts.Add(() => StartCommand(Begin(trash), _runner.FindEtagAsync));
                break;
            default:
                dropped(step);
                return;
        }

        // Counted by hand: it starts only after what was written down is durable.
        _commandCount++;
        starts[^1] = WithoutCount(starts[^1]);
    }

    private Action WithoutCount(Action start) => () =>
    {
        _commandCount--;
        start();
    };

    private void StartCommand(StepResult begun, Func<StepResult, CancellationToken, Task<StepResult>> run)
    {
        _commandCount++;
        Start(begun, run, () => _commandCount--);
    }

    private void Start(StepResult begun, Func<StepResult, CancellationToken, Task<StepResult>> run, Action ended)
    {
        var started = begun with { StartedAt = moments.Next() };
        errands.Start(async cancellationToken =>
        {
            StepResult result;
            try
            {
                result = await run(started, cancellationToken);
            }
            catch (Exception exception) when (IsForeseen(exception))
            {
                result = started with { Failure = exception };
            }

            return () =>
            {
                ended();
                End(result);
            };
        });
    }

    private void End(StepResult result)
    {
        if (_places.Remove(result.Step, out var place))
        {
            agenda.LeavePlace(place.Folder, place.Name, result.Step.Subject);
        }

        finished(result);
    }

    private void UsePlace(Operation step, LocalKey folderKey, string name)
    {
        agenda.UsePlace(folderKey, name, step.Subject);
        _places.Add(step, (folderKey, name));
    }

    private (PendingCommand Command, bool IsRepeated) Command(Subject subject, CommandKind kind, Guid parentId, string name)
    {
        if (ledger.Pending.GetValueOrDefault(subject) is { } pending && pending.Kind == kind && pending.ParentId == parentId && pending.Name == name)
        {
            return (pending, true);
        }

        var command = new PendingCommand { Subject = subject, OperationId = random.NextOperationId(), Kind = kind, ParentId = parentId, Name = name };
        ledger.SetPending(command);
        return (command, false);
    }

    private static StepResult Begin(Operation step) => new() { Step = step, StartedAt = 0 };

    private RemoteEntry? Told(Operation step) => trees.Remote.Find(step.Subject.Id)?.Entry;

    private LocalPath? FolderPath(LocalKey key) =>
        trees.Local.Find(key) is { IsFolder: true } node ? LocalTree.PathOf(node) : null;

    /// <summary>What a step may meet and the engine goes on after.</summary>
    public static bool IsForeseen(Exception exception) => exception is IOException or RemoteUnavailableException or RemoteDeniedException;
}
