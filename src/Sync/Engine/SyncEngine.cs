using FileStorage.Sync.Ignoring;
using FileStorage.Sync.Local;
using FileStorage.Sync.Remote;
using FileStorage.Sync.State;

namespace FileStorage.Sync.Engine;

/// <summary>
/// Keeps a local folder and a drive the same. It may be killed at any instant and started again. All decisions are made on one flow; what it is
/// given does the work at the edges. One run at a time.
/// </summary>
public sealed class SyncEngine(
    ILocalFolder folder,
    IRemoteDrive drive,
    ISyncState state,
    ISyncScope scope,
    SyncOptions options,
    TimeProvider clock,
    Random random,
    ISyncObserver? observer = null)
{
    private volatile SyncStatus _status = new() { Activity = SyncActivity.Stopped };
    private volatile SyncRun? _run;
    private volatile bool _isPaused;
    private volatile bool _isConfirmed;

    /// <summary>What it is doing; from any thread.</summary>
    public SyncStatus GetStatus() => _status;

    /// <summary>Syncs until it is cancelled.</summary>
    /// <exception cref="LocalRootLostException">The local folder is not there; nothing was taken for deleted.</exception>
    /// <exception cref="RemoteDeniedException">The server does not know this device any more.</exception>
    /// <exception cref="IOException">The state could not be read or written.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(isOnce: false, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // That is how it ends.
        }
    }

    /// <summary>Syncs until both sides are the same, or until what is left was tried often enough.</summary>
    /// <exception cref="LocalRootLostException">The local folder is not there; nothing was taken for deleted.</exception>
    /// <exception cref="RemoteDeniedException">The server does not know this device any more.</exception>
    /// <exception cref="RemoteUnavailableException">The server could not be reached.</exception>
    /// <exception cref="IOException">The state could not be read or written.</exception>
    public Task<SyncSummary> RunOnceAsync(CancellationToken cancellationToken) => RunAsync(isOnce: true, cancellationToken);

    /// <summary>Takes no more steps until <see cref="Resume"/>; those under way are ended. From any thread.</summary>
    public void Pause()
    {
        _isPaused = true;
        _run?.Post(run => run.SetPaused(true));
    }

    public void Resume()
    {
        _isPaused = false;
        _run?.Post(run => run.SetPaused(false));
    }

    /// <summary>
    /// The many deletions that wait are meant (<see cref="SyncActivity.AwaitingConfirmation"/>), or those that the next run will find. From any thread.
    /// </summary>
    public void Confirm()
    {
        if (_run is { } run)
        {
            run.Post(running => running.Confirm());
        }
        else
        {
            _isConfirmed = true;
        }
    }

    /// <summary>Looks at everything again, and tries again what failed. From any thread.</summary>
    public void Rescan() => _run?.Post(run => run.Rescan());

    private async Task<SyncSummary> RunAsync(bool isOnce, CancellationToken cancellationToken)
    {
        if (_run is not null)
        {
            throw new InvalidOperationException("The engine is running.");
        }

        Exception? end = null;
        try
        {
            Tell(new SyncStatus { Activity = SyncActivity.Starting });
            var run = await SyncRun.StartAsync(folder, drive, state, scope, options, clock, random, observer, Tell, isOnce, cancellationToken);
            _run = run;
            run.SetPaused(_isPaused);
            if (_isConfirmed)
            {
                _isConfirmed = false;
                run.Confirm();
            }

            return await run.RunAsync(cancellationToken);
        }
        catch (Exception exception) when (Note(exception, out end))
        {
            throw;
        }
        finally
        {
            _run = null;
            Tell(_status with
            {
                Activity = SyncActivity.Stopped,
                LastError = end is null or OperationCanceledException ? _status.LastError : end.Message,
                LastErrorAt = end is null or OperationCanceledException ? _status.LastErrorAt : clock.GetUtcNow(),
            });
        }
    }

    private void Tell(SyncStatus status)
    {
        _status = status;
        observer?.Changed(status);
    }

    private static bool Note(Exception exception, out Exception noted)
    {
        noted = exception;
        return true;
    }
}
