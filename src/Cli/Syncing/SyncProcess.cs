using FileStorage.Cli.Sessions;
using FileStorage.Client.Connections;
using FileStorage.Sync.Engine;
using FileStorage.Sync.Ignoring;
using FileStorage.Sync.Local;
using FileStorage.Sync.Local.Linux;
using FileStorage.Sync.Remote;
using FileStorage.Sync.Remote.Http;
using FileStorage.Sync.State.Sqlite;

namespace FileStorage.Cli.Syncing;

/// <summary>Syncs one folder in this process, from the lock to the end.</summary>
internal sealed class SyncProcess(CommandContext context, SyncRequest request)
{
    // Files that wait together share a flush of the disk.
    private const int ParallelSmallDownloads = 128;
    private const int ShownProblems = 100;

    // The engine waits and tries again by itself.
    private static readonly RetryPolicy Once = new() { Patience = TimeSpan.Zero };

    private readonly TimeProvider _clock = TimeProvider.System;

    /// <summary>The exit status.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var known = new KnownFolders(context.Config);
        var path = FolderChoice.Check(request.Folder, context.Config.FolderPath, known.Load(), request.IsConfirmed);
        var isNew = OwnFolder.ReadMark(path) is null;
        var limits = new TransferLimits(Limit(request.UploadLimit), Limit(request.DownloadLimit));
        await using var session = await context.OpenAsync(cancellationToken, Once, limits: limits);
        var link = await SyncTarget.ResolveAsync(session, path, request.Remote, isNew ? null : SyncLink.Load(path), cancellationToken);
        link = link with { MergesText = request.MergesText ?? link.MergesText };
        if (isNew)
        {
            Explain(path, link);
        }

        Directory.CreateDirectory(path);
        var scope = new SyncScope(request.Excluded, request.Selected);
        await using var folder = Open(path, isNew, scope);
        scope.Folder = folder;
        scope.Changed = folder.WatchAgain;
        link.Save(path);
        known.Remember(path, folder.Own.Id);
        return await RunAsync(session, folder, scope, path, link, cancellationToken);
    }

    private async Task<int> RunAsync(
        Session session, LinuxFolder folder, SyncScope scope, string path, SyncLink link, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var drive = new HttpDrive(session.Client);
        using var state = SqliteSyncState.Open(Path.Combine(path, OwnFolder.Name, "state.db"));
        SyncEngine? engine = null;
        await using var report = new SyncReport(context.Output, stop.Cancel, status =>
        {
            if (request.IsConfirmed && status.Activity is SyncActivity.AwaitingConfirmation)
            {
                engine!.Confirm();
            }
        });
        var options = new SyncOptions
        {
            DeviceName = Environment.MachineName,
            RemoteRootId = link.RemoteRootId,
            ParallelDownloads = ParallelSmallDownloads,
            MergesText = link.MergesText,
        };
        engine = new SyncEngine(folder, drive, state, scope, options, _clock, Random.Shared, report);
        var startedAt = _clock.GetUtcNow();
        await using var control = new ControlServer(path, asked =>
        {
            Obey(engine, asked);
            return Status(engine.GetStatus(), folder, path, link, startedAt);
        });
        try
        {
            if (request.Once)
            {
                return Sum(await engine.RunOnceAsync(stop.Token));
            }

            await engine.RunAsync(stop.Token);
            context.Output.Note("Sync has ended; the same command goes on.");
            return report.Fault is null ? ExitStatus.Done : ExitStatus.BrokenPipe;
        }
        catch (OperationCanceledException) when (report.Fault is not null)
        {
            return ExitStatus.BrokenPipe;
        }
        catch (LocalRootLostException exception)
        {
            throw new CommandException($"{exception.Message} Sync has stopped, and nothing was taken for deleted. Mount or restore it, and run the command again.");
        }
        catch (RemoteDeniedException)
        {
            throw new CommandException("The server does not know this device (any more): run `filestorage login`, and then this command again.");
        }
        catch (RemoteUnavailableException exception)
        {
            throw new CommandException($"{exception.Message} Nothing is lost; run the command again when the server is back.");
        }
    }

    private static LinuxFolder Open(string path, bool isNew, SyncScope scope)
    {
        try
        {
            return LinuxFolder.Open(path, isNew ? Guid.CreateVersion7() : null, TimeProvider.System, scope);
        }
        catch (LocalFolderInUseException exception)
        {
            throw new CommandException($"{exception.Message} Ask it with --status, or end it first.");
        }
        catch (PlatformNotSupportedException exception)
        {
            throw new CommandException(exception.Message);
        }
    }

    private static void Obey(SyncEngine engine, ControlRequest asked)
    {
        switch (asked.Command)
        {
            case ControlRequest.Pause:
                engine.Pause();
                break;
            case ControlRequest.Resume:
                engine.Resume();
                break;
            case ControlRequest.Confirm:
                engine.Confirm();
                break;
        }
    }

    private static SyncStatusLine Status(SyncStatus status, LinuxFolder folder, string path, SyncLink link, DateTimeOffset startedAt) => new()
    {
        Folder = path,
        Server = link.Server.GetLeftPart(UriPartial.Authority),
        Remote = link.Remote,
        Activity = SyncReport.NameOf(status.Activity),
        ProcessId = Environment.ProcessId,
        StartedAt = startedAt,
        SyncedEntries = status.SyncedEntries,
        QueuedSteps = status.QueuedSteps,
        QueuedUploads = status.QueuedUploads,
        QueuedDownloads = status.QueuedDownloads,
        DeletionsToConfirm = status.DeletionsToConfirm,
        UploadedFiles = status.UploadedFiles,
        UploadedBytes = status.UploadedBytes,
        DownloadedFiles = status.DownloadedFiles,
        DownloadedBytes = status.DownloadedBytes,
        ProblemCount = status.ProblemCount,
        Problems = [.. status.Problems.Take(ShownProblems).Select(problem => new SyncProblemLine { Path = problem.Path, Reason = problem.Reason })],
        LastError = status.LastError,
        LastErrorAt = status.LastErrorAt,
        WatchTrouble = folder.WatchTrouble,
    };

    private void Explain(string path, SyncLink link)
    {
        if (!context.Output.Json)
        {
            context.Output.Note(
                $"First sync of {path} with {link.Remote} on {link.Server.GetLeftPart(UriPartial.Authority)}: what either side has comes to the other, "
                + "files that are the same stay, of two that differ both are kept, and nothing is deleted.");
        }
    }

    private int Sum(SyncSummary summary)
    {
        var problems = summary.Status.ProblemCount;
        if (context.Output.Json)
        {
            context.Output.Object(
                new SyncSummaryLine
                {
                    Converged = summary.IsConverged,
                    Uploads = summary.Uploads,
                    Downloads = summary.Downloads,
                    Moves = summary.Moves,
                    FoldersMade = summary.FoldersMade,
                    Deletions = summary.Deletions,
                    ConflictCopies = summary.ConflictCopies,
                    Problems = problems,
                    DeletionsToConfirm = summary.Status.DeletionsToConfirm,
                },
                CliJsonContext.Default.SyncSummaryLine);
        }

        foreach (var problem in summary.Status.Problems)
        {
            context.Output.Error(problem.Path, problem.Reason);
        }

        if (!context.Output.Json)
        {
            context.Output.Note(
                $"{summary.Uploads} uploaded, {summary.Downloads} downloaded, {summary.Moves} moved, {summary.Deletions} deleted, {summary.ConflictCopies} conflict copies; "
                + (summary.IsConverged ? "both sides are the same." : "both sides are not the same yet; run the command again."));
        }

        return summary.IsConverged && problems == 0 ? ExitStatus.Done : ExitStatus.Failed;
    }

    private BandwidthLimit? Limit(long? bytesPerSecond) => bytesPerSecond is { } rate ? new BandwidthLimit(rate, _clock) : null;
}
