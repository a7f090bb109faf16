using FileStorage.Sync.Local;

namespace FileStorage.Sync.Engine;

/// <summary>Counts what was done, and tells the observer.</summary>
internal sealed class Tally(ISyncObserver? observer)
{
    private readonly long[] _counts = new long[Enum.GetValues<SyncAction>().Length];

    public long UploadedBytes { get; private set; }

    public long DownloadedBytes { get; private set; }

    public long Of(params ReadOnlySpan<SyncAction> actions)
    {
        long sum = 0;
        foreach (var action in actions)
        {
            sum += _counts[(int)action];
        }

        return sum;
    }

    public void Add(SyncAction action, LocalPath path, long bytes = 0)
    {
        _counts[(int)action]++;
        UploadedBytes += action is SyncAction.Uploaded ? bytes : 0;
        DownloadedBytes += action is SyncAction.Downloaded ? bytes : 0;
        observer?.Done(action, path);
    }
}
