using FileStorage.Sync.Planning;
using FileStorage.Sync.Trees;

namespace FileStorage.Sync.Engine;

/// <summary>Tells what the engine is doing whenever that changes.</summary>
internal sealed class StatusReport(SyncTrees trees, Agenda agenda, Tally tally, Moments moments, Action<SyncStatus> tell)
{
    private SyncStatus _told = new() { Activity = SyncActivity.Starting };
    private string? _lastError;
    private DateTimeOffset? _lastErrorAt;

    public void Note(Exception error)
    {
        _lastError = error.Message;
        _lastErrorAt = moments.UtcNow;
    }

    public void Tell(SyncActivity activity, Dispatcher dispatcher, int deletionsToConfirm)
    {
        var status = new SyncStatus
        {
            Activity = activity,
            SyncedEntries = trees.Synced.Count,
            QueuedSteps = agenda.UnderWayCount + agenda.DirtyCount,
            QueuedUploads = dispatcher.QueuedUploads,
            QueuedDownloads = dispatcher.QueuedDownloads,
            DeletionsToConfirm = deletionsToConfirm,
            ProblemCount = agenda.Problems.Count,
            LastError = _lastError,
            LastErrorAt = _lastErrorAt,
            UploadedFiles = tally.Of(SyncAction.Uploaded),
            UploadedBytes = tally.UploadedBytes,
            DownloadedFiles = tally.Of(SyncAction.Downloaded),
            DownloadedBytes = tally.DownloadedBytes,
            Problems = _told.Problems,
        };
        if (status != _told)
        {
            _told = status with { Problems = [.. agenda.Problems.Take(SyncStatus.MaxProblems).Select(Describe)] };
            tell(_told);
        }
    }

    public SyncSummary Summarize() => new()
    {
        IsConverged = _told is { ProblemCount: 0, QueuedSteps: 0 } && agenda.WaitingCount == 0,
        Status = _told,
        Uploads = tally.Of(SyncAction.Uploaded),
        Downloads = tally.Of(SyncAction.Downloaded),
        Moves = tally.Of(SyncAction.MovedHere, SyncAction.MovedThere),
        FoldersMade = tally.Of(SyncAction.MadeFolderHere, SyncAction.MadeFolderThere),
        Deletions = tally.Of(SyncAction.DeletedHere, SyncAction.DeletedThere),
        ConflictCopies = tally.Of(SyncAction.KeptConflictCopy),
    };

    private SyncProblem Describe(KeyValuePair<Subject, string> problem)
    {
        var path = problem.Key.IsLocal
            ? trees.Local.Find(problem.Key.Key) is { } here ? LocalTree.PathOf(here).Value : ""
            : trees.Remote.Find(problem.Key.Id) is { } there ? trees.PathOf(there).Value : "";
        return new SyncProblem(path, problem.Value);
    }
}
