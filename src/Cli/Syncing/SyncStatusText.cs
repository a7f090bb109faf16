using System.Globalization;
using FileStorage.Cli.Terminal;

namespace FileStorage.Cli.Syncing;

/// <summary>A status for people.</summary>
internal static class SyncStatusText
{
    private const int ShownProblems = 20;

    public static IEnumerable<string> Lines(SyncStatusLine status)
    {
        yield return $"{status.Folder} with {status.Remote} on {status.Server}";
        yield return Activity(status);
        yield return $"{Count(status.SyncedEntries)} files and folders are the same on both sides";
        if (status.QueuedSteps > 0)
        {
            yield return $"{Count(status.QueuedSteps)} to do: {Count(status.QueuedUploads)} to upload, {Count(status.QueuedDownloads)} to download";
        }

        yield return $"uploaded {Count(status.UploadedFiles)} ({Sizes.Show(status.UploadedBytes)}), downloaded {Count(status.DownloadedFiles)} "
            + $"({Sizes.Show(status.DownloadedBytes)}) since {status.StartedAt.ToLocalTime():yyyy-MM-dd HH:mm} (process {status.ProcessId})";
        if (status.DeletionsToConfirm > 0)
        {
            yield return $"{Count(status.DeletionsToConfirm)} files and folders are about to be deleted; if that is meant: filestorage sync {status.Folder} --confirm";
        }

        if (status.WatchTrouble is { } trouble)
        {
            yield return trouble;
        }

        if (status.LastError is { } error)
        {
            yield return $"last error ({status.LastErrorAt?.ToLocalTime():yyyy-MM-dd HH:mm:ss}): {error}";
        }

        if (status.ProblemCount > 0)
        {
            yield return $"{Count(status.ProblemCount)} cannot be synced now:";
        }

        foreach (var problem in status.Problems.Take(ShownProblems))
        {
            yield return $"  {problem.Path}: {problem.Reason}";
        }

        if (status.ProblemCount > ShownProblems)
        {
            yield return "  … (all of them with --json)";
        }
    }

    private static string Activity(SyncStatusLine status) => status.Activity switch
    {
        "upToDate" => "up to date",
        "awaitingConfirmation" => "waits for a word about many deletions; all else goes on",
        "diskFull" => "rests until there is room on the disk for what it has to remember",
        "offline" => "offline: local changes wait until the server is back",
        _ => status.Activity,
    };

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
