using FileStorage.Sync.Execution;
using FileStorage.Sync.Local;
using FileStorage.Sync.Planning;
using FileStorage.Sync.Remote;

namespace FileStorage.Sync.Engine;

/// <summary>Takes what comes back from the edges, one step's end at a time.</summary>
internal sealed class StepEnds(
    Settlement settlement,
    Failures failures,
    Dispatcher dispatcher,
    Agenda agenda,
    DeletionGate gate,
    Retries retries,
    Reachability reach,
    NewsReader news,
    StatusReport report,
    Moments moments,
    SyncOptions options,
    bool isOnce,
    Action<Exception> end)
{
    private TimeSpan _downloadsAt;

    /// <summary>Whether the disk is not known to be full.</summary>
    public bool MayDownload => _downloadsAt <= moments.Elapsed;

    public TimeSpan? NextDownloads => MayDownload ? null : _downloadsAt;

    public void Finish(StepResult result)
    {
        if (result.FolderEtag is { } etag)
        {
            // Still under way: what lies in the folder has to be known first.
            dispatcher.AwaitNews((Operation.TrashRemote)result.Step, etag, news.Need());
            return;
        }

        if (result.Remote is not null)
        {
            reach.Succeeded();
        }

        var isDone = Take(result);
        if (isDone)
        {
            retries.Succeeded(result.Step.Subject);
        }

        gate.Ended(result.Step, isDone);
        agenda.Finish(result.Step, isDone);
    }

    /// <summary>What a step was about has changed before its turn came.</summary>
    public void Drop(Operation step)
    {
        gate.Ended(step, isDone: false);
        agenda.Finish(step, isDone: false);
        agenda.Mark(step.Subject);
    }

    public void GoOffline(RemoteUnavailableException exception)
    {
        reach.Failed(exception);

        // Whoever was away reads what happened before saying anything.
        news.Need();
        report.Note(exception);
        if (isOnce && reach.Failures > options.AttemptsOfOnce)
        {
            end(exception);
        }
    }

    private bool Take(StepResult result)
    {
        switch (result)
        {
            case { Failure: { } failure }:
                Fail(result, failure);
                return false;
            case { Local: LocalOutcome.Done done }:
                settlement.Settle(result, done);
                return true;
            case { Remote: RemoteOutcome.Done done }:
                settlement.Settle(result, done);
                return true;
            case { Local: { } outcome }:
                failures.Take(result, outcome);
                return false;
            case { Remote: { } outcome }:
                failures.Take(result, outcome);
                return false;
            case { IsContradiction: true }:
                failures.Contradiction(result);
                return true;
            case { IsVersionGone: true }:
                failures.VersionGone(result);
                return false;
            default:
                throw new InvalidOperationException("A step ended without an outcome.");
        }
    }

    private void Fail(StepResult result, Exception failure)
    {
        switch (failure)
        {
            case RemoteUnavailableException unavailable:
                GoOffline(unavailable);
                agenda.Mark(result.Step.Subject);
                break;
            case LocalDiskFullException:
                _downloadsAt = moments.Elapsed + options.DiskFullRetry;
                failures.DiskFull(result.Step.Subject);
                break;
            case IOException unforeseen and not LocalRootLostException:
                failures.Unforeseen(result, unforeseen);
                break;
            default:
                end(failure);
                break;
        }
    }
}
