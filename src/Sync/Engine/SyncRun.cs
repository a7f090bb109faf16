using System.Runtime.ExceptionServices;
using FileStorage.Sync.Ignoring;
using FileStorage.Sync.Local;
using FileStorage.Sync.Planning;
using FileStorage.Sync.Remote;
using FileStorage.Sync.State;
using FileStorage.Sync.Trees;

namespace FileStorage.Sync.Engine;

/// <summary>One run of the engine, from the stored state to the end: the flow on which everything is decided.</summary>
internal sealed class SyncRun
{
    private readonly Books _books;
    private readonly ISyncScope _scope;
    private readonly SyncOptions _options;
    private readonly bool _isOnce;
    private readonly Moments _moments;
    private readonly CancellationTokenSource _stopping;
    private readonly Errands _errands;
    private readonly SyncTrees _trees;
    private readonly Agenda _agenda = new();
    private readonly Marker _marker;
    private readonly Ledger _ledger;
    private readonly PlanSettings _settings;
    private readonly Planner _planner;
    private readonly Scanner _scanner;
    private readonly NewsReader _news;
    private readonly Retries _retries;
    private readonly Reachability _reach;
    private readonly DeletionGate _gate;
    private readonly Tally _tally;
    private readonly Dispatcher _dispatcher;
    private readonly StepEnds _ends;
    private readonly ITimer _timer;
    private readonly Watches _watches;
    private readonly StatusReport _report;
    private readonly List<Action> _commands = [];

    private bool _isPaused;
    private bool _hasCompared;
    private bool _hasNewRules;
    private bool _isBursting;
    private TimeSpan _nextScan;
    private TimeSpan _nextNews;
    private Exception? _fatal;

    private SyncRun(
        ILocalFolder folder, LocalEntry root, IRemoteDrive drive, ISyncState state, ISyncScope scope, SyncOptions options, TimeProvider clock,
        Random random, ISyncObserver? observer, Action<SyncStatus> tell, bool isOnce, CancellationToken cancellationToken)
    {
        (_scope, _options, _isOnce) = (scope, options, isOnce);
        _moments = new Moments(clock);
        _stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _errands = new Errands(_stopping.Token);
        _trees = new SyncTrees(new RemoteTree(options.RemoteRootId), new LocalTree(root, folder.IgnoresCase), new SyncedTree(), _agenda);
        _marker = new Marker(_trees, _agenda);
        _ledger = new Ledger(_trees, _agenda, _marker);
        _settings = new PlanSettings { DeviceName = options.DeviceName, Today = _moments.Today, MergesText = options.MergesText };
        _planner = new Planner(_trees, _ledger.Pending, scope, _agenda, _settings);
        _scanner = new Scanner(folder, scope, _trees, _marker, _ledger, _agenda, _moments, _errands, options);
        _retries = new Retries(_agenda, _moments, random, options);
        _reach = new Reachability(_retries, _moments);
        _news = new NewsReader(drive, _trees, _marker, _ledger, _moments, _errands, _reach);
        _gate = new DeletionGate(_moments, options);
        _tally = new Tally(observer);
        _dispatcher = new Dispatcher(folder, drive, _trees, _ledger, _agenda, _moments, _errands, clock, random, options, IsStillMeant, result => _ends!.Finish(result), step => _ends!.Drop(step));
        _timer = clock.CreateTimer(_ => _errands.Post(() => { }), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _report = new StatusReport(_trees, _agenda, _tally, _moments, tell);
        _books = new Books(state, _ledger, _moments, _report, options, isOnce);
        _ends = new StepEnds(
            new Settlement(_trees, _ledger, _marker, _agenda, _scanner, _news, _moments, _tally),
            new Failures(_trees, _agenda, _ledger, _scanner, _news, _retries, options),
            _dispatcher, _agenda, _gate, _retries, _reach, _news, _report, _moments, options, isOnce, End);
        _watches = new Watches(folder, drive, _errands, clock, options);
    }

    public static async Task<SyncRun> StartAsync(
        ILocalFolder folder, IRemoteDrive drive, ISyncState state, ISyncScope scope, SyncOptions options, TimeProvider clock, Random random,
        ISyncObserver? observer, Action<SyncStatus> tell, bool isOnce, CancellationToken cancellationToken)
    {
        await folder.CheckRootAsync(cancellationToken);
        var root = await folder.FindAsync(LocalPath.Root, cancellationToken) ?? throw new LocalRootLostException("The folder to sync is not there.");
        var run = new SyncRun(folder, root, drive, state, scope, options, clock, random, observer, tell, isOnce, cancellationToken);
        run._ledger.Load(await state.LoadAsync(cancellationToken));
        return run;
    }

    public void Post(Action<SyncRun> action) => _errands.Post(() => action(this));

    public void SetPaused(bool isPaused) => _isPaused = isPaused;

    public void Confirm()
    {
        _gate.Confirm();
        ThinkOverDeletions();
    }

    public void Rescan()
    {
        _retries.ReleaseAll();
        _scanner.RequestAll();
        _news.Want();
    }

    public async Task<SyncSummary> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _scope.RefreshAsync(cancellationToken);
            if (!_isOnce)
            {
                _watches.Start(LocalChanged, BellRang, End);
            }

            _nextScan = _moments.Elapsed + _options.ScanInterval;
            _nextNews = _moments.Elapsed + _options.NewsInterval;
            _scanner.RequestAll();
            await GoOnAsync(cancellationToken);
            return _report.Summarize();
        }
        finally
        {
            // Not CancelAsync, which would leave the flow.
#pragma warning disable CA1849 // What is cancelled only marks its tasks, and those go on where they belong.
            _stopping.Cancel();
#pragma warning restore CA1849
            await _errands.EndAsync();
            await _timer.DisposeAsync();
            if (_fatal is null)
            {
                await _books.CloseAsync();
            }

            _stopping.Dispose();
        }
    }

    private async Task GoOnAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            while (_errands.TryTake(out var action))
            {
                action();
            }

            if ((_fatal ?? _scanner.Failure) is { } fatal)
            {
                _fatal = fatal;
                ExceptionDispatchInfo.Throw(fatal);
            }

            await WorkAsync(cancellationToken);
            Tell();
            if (_isOnce && IsAtRest())
            {
                return;
            }

            SetTimer();
            await _errands.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Everything that can be done now: look, read, decide, start.</summary>
    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        TakeNewsFailure();
        await KeepTimesAsync(cancellationToken);
        _scanner.StartListings();
        _scanner.Settle(evenIfJustNow: _isOnce);
        if (_reach.IsWorthATry)
        {
            _news.StartReading();
        }

        Decide();
        if (_isPaused || !await _books.HaveRoomAsync(cancellationToken))
        {
            return;
        }

        _dispatcher.StartLocal();
        if (_reach.IsWorthATry)
        {
            await StartRemoteAsync(cancellationToken);
        }

        if (_ledger.HasChanges && _agenda.UnderWayCount == 0)
        {
            await _books.TryWriteAsync(cancellationToken);
        }
    }

    private void Decide()
    {
        if (_scanner.IsBehind || !_news.IsWhole || _isBursting)
        {
            return;
        }

        if (!_hasCompared)
        {
            _hasCompared = true;
            Comparison.MarkDifferences(_trees, _agenda, _ledger, _hasNewRules);
            _hasNewRules = false;
        }

        _settings.Today = _moments.Today;
        if (_agenda.HasDirty)
        {
            ThinkOverDeletions();
            foreach (var step in _gate.Pass(_agenda.Plan(_planner, _ledger.Keep), _trees.Synced.Count))
            {
                _dispatcher.Add(step);
            }
        }

        _dispatcher.TrashFolders(_news.ReadSince, subject => _planner.Decide(subject));
        if (_agenda.UnderWayCount == 0 && !_agenda.HasDirty)
        {
            _gate.Rest();
            _news.ForgetGone();
        }
    }

    private async Task StartRemoteAsync(CancellationToken cancellationToken)
    {
        if (_ends.MayDownload)
        {
            _dispatcher.StartDownloads();
        }

        if (!_news.IsWhole)
        {
            return;
        }

        _commands.AddRange(_dispatcher.PrepareCommands());
        if (_commands.Count == 0 || !await _books.TryWriteAsync(cancellationToken))
        {
            return;
        }

        foreach (var start in _commands)
        {
            start();
        }

        _commands.Clear();
    }

    private void TakeNewsFailure()
    {
        switch (_news.Failure)
        {
            case null:
                return;
            case RemoteUnavailableException unavailable:
                _ends.GoOffline(unavailable);
                break;
            default:
                End(_news.Failure);
                break;
        }

        _news.Failure = null;
    }

    /// <summary>Ends the run at its next turn.</summary>
    private void End(Exception exception)
    {
        _fatal ??= exception;
        _errands.Post(() => { });
    }

    private void BellRang()
    {
        _reach.Heard();
        _news.Want();
    }

    private void LocalChanged(IReadOnlyList<LocalChange> changes, bool isQuiet)
    {
        _isBursting = !isQuiet;
        foreach (var change in changes)
        {
            if (change.IsWholeTree)
            {
                _scanner.RequestAll();
            }
            else
            {
                _scanner.Request(change.Folder);
            }
        }
    }

    private async Task KeepTimesAsync(CancellationToken cancellationToken)
    {
        var now = _moments.Elapsed;
        _retries.ReleaseDue();
        if (_nextNews <= now)
        {
            _nextNews = now + _options.NewsInterval;
            _news.Want();
        }

        if (_nextScan <= now)
        {
            _nextScan = now + _options.ScanInterval;
            if (await _scope.RefreshAsync(cancellationToken))
            {
                _hasCompared = false;
                _hasNewRules = true;
            }

            _scanner.RequestAll();
        }
    }

    private void SetTimer()
    {
        TimeSpan?[] due = [_retries.NextDue, _ends.NextDownloads, _reach.NextTry, _nextNews, _nextScan, _scanner.NextSettling, _scanner.NextRetry, _books.NextTry];
        var next = due.Min()!.Value - _moments.Elapsed;
        _timer.Change(next > TimeSpan.Zero ? next : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private bool IsStillMeant(Operation step) =>
        _planner.Decide(step.Subject).Operation == step || _planner.Decide(step.Subject, breakRing: true).Operation == step;

    private void ThinkOverDeletions()
    {
        foreach (var step in _gate.TakeKept())
        {
            _agenda.Finish(step, isDone: false);
            _agenda.Mark(step.Subject);
        }
    }

    /// <summary>Nothing is left that another try would change.</summary>
    private bool IsAtRest() =>
        _hasCompared
        && (_isPaused || !_agenda.HasDirty)
        && _agenda.UnderWayCount == _gate.KeptSteps
        && _scanner.IsIdle && !_scanner.HasMissing
        && _news.IsIdle && _news.IsWhole
        && _retries.AreAllHopeless;

    private void Tell()
    {
        var queued = _agenda.UnderWayCount + _agenda.DirtyCount;
        var activity = this switch
        {
            { _isPaused: true } => SyncActivity.Paused,
            { _books.AreFull: true } => SyncActivity.DiskFull,
            { _reach.IsOffline: true } => SyncActivity.Offline,
            { _hasCompared: false } => SyncActivity.Starting,
            { _gate.IsClosed: true } => SyncActivity.AwaitingConfirmation,
            _ => queued > 0 || !_news.IsWhole || _scanner.IsBehind ? SyncActivity.Syncing : SyncActivity.UpToDate,
        };
        _report.Tell(activity, _dispatcher, _gate.KeptWeight);
    }
}
