using FileStorage.Sync.Planning;
using FileStorage.Sync.Trees;

namespace FileStorage.Sync.State;

/// <summary>State for tests and simulation: it outlives the engine that wrote it.</summary>
public sealed class InMemorySyncState : ISyncState
{
    private readonly SortedDictionary<Guid, RemoteRow> _remote = [];
    private readonly SortedDictionary<Guid, SyncedNode> _synced = [];
    private readonly Dictionary<Subject, PendingCommand> _pending = [];
    private NewsPlace _news = NewsPlace.Beginning;

    public ValueTask<SyncStateContents> LoadAsync(CancellationToken cancellationToken) => ValueTask.FromResult(new SyncStateContents
    {
        News = _news,
        Remote = [.. _remote.Values],
        Synced = [.. _synced.Values],
        Pending = [.. _pending.Values],
    });

    public ValueTask WriteAsync(SyncStateBatch batch, CancellationToken cancellationToken)
    {
        _news = batch.News ?? _news;
        Write(_remote, batch.Remote);
        Write(_synced, batch.Synced);
        Write(_pending, batch.Pending);
        return ValueTask.CompletedTask;
    }

    private static void Write<TKey, TValue>(IDictionary<TKey, TValue> rows, Dictionary<TKey, TValue?> changes)
        where TKey : notnull
        where TValue : class
    {
        foreach (var (key, value) in changes)
        {
            if (value is null)
            {
                rows.Remove(key);
            }
            else
            {
                rows[key] = value;
            }
        }
    }
}
