using FileStorage.Sync.Planning;
using FileStorage.Sync.State;
using FileStorage.Sync.Trees;

namespace FileStorage.Sync.Engine;

/// <summary>
/// Changes what is remembered, marks what has to be decided anew, and gathers what is to be written. What was not yet written when the process is
/// killed is found again by looking: both sides show it.
/// </summary>
internal sealed class Ledger(SyncTrees trees, Agenda agenda, Marker marker)
{
    private readonly Dictionary<Subject, PendingCommand> _pending = [];
    private SyncStateBatch _batch = new();

    public IReadOnlyDictionary<Subject, PendingCommand> Pending => _pending;

    public NewsPlace News { get; private set; } = NewsPlace.Beginning;

    public bool HasChanges => _batch.Count > 0;

    /// <summary>Fills the trees with what was stored.</summary>
    public void Load(SyncStateContents contents)
    {
        News = contents.News;
        foreach (var row in contents.Remote)
        {
            trees.Remote.Apply(row.Entry).Listing = row.Listing;
        }

        foreach (var node in contents.Synced)
        {
            trees.Synced.Put(node);
        }

        foreach (var command in contents.Pending)
        {
            _pending[command.Subject] = command;
        }
    }

    public SyncStateBatch TakeBatch()
    {
        var batch = _batch;
        _batch = new SyncStateBatch();
        return batch;
    }

    /// <summary>A batch that could not be written is taken back; what has changed since stands.</summary>
    public void Return(SyncStateBatch batch)
    {
        _batch.News ??= batch.News;
        Return(batch.Remote, _batch.Remote);
        Return(batch.Synced, _batch.Synced);
        Return(batch.Pending, _batch.Pending);
    }

    public void SetNews(NewsPlace news)
    {
        News = news;
        _batch.News = news;
    }

    public void StoreRemote(RemoteNode node) => _batch.Remote[node.Id] = new RemoteRow(node.Entry, node.Listing);

    public void DropRemote(Guid id) => _batch.Remote[id] = null;

    public void Put(SyncedNode node)
    {
        var before = trees.Synced.Find(node.Id);
        if (before is not null)
        {
            marker.Synced(before);
        }

        var rival = trees.Synced.Put(node);
        if (rival is not null)
        {
            _batch.Synced[rival.Id] = null;
            marker.Synced(rival);
        }

        _batch.Synced[node.Id] = node;
        marker.Synced(node);
        agenda.Wake(Subject.Of(node.Key));
        if (node.IsFolder && (before is null || before.Key != node.Key))
        {
            marker.ChildrenOf(node);
        }
    }

    public void Forget(Guid id)
    {
        if (trees.Synced.Find(id) is not { } node)
        {
            return;
        }

        marker.Synced(node);
        if (node.IsFolder)
        {
            marker.ChildrenOf(node);
        }

        trees.Synced.Remove(id);
        _batch.Synced[id] = null;
        DropPending(Subject.Of(id));
        agenda.Wake(Subject.Of(id));
    }

    /// <summary>A folder that was made anew takes the place of one that was deleted, with all that was synced in it.</summary>
    public void Replace(SyncedNode old, SyncedNode made)
    {
        var children = trees.Synced.ChildrenOf(old.Id).ToList();
        Forget(old.Id);
        Put(made);
        foreach (var child in children)
        {
            Put(trees.Synced.Find(child)! with { ParentId = made.Id });
        }
    }

    public void SetPending(PendingCommand command)
    {
        _pending[command.Subject] = command;
        _batch.Pending[command.Subject] = command;
    }

    public void DropPending(Subject subject)
    {
        if (_pending.Remove(subject))
        {
            _batch.Pending[subject] = null;
        }
    }

    private static void Return<TKey, TValue>(Dictionary<TKey, TValue> from, Dictionary<TKey, TValue> to)
        where TKey : notnull
    {
        foreach (var (key, value) in from)
        {
            to.TryAdd(key, value);
        }
    }

    /// <summary>Does a step that only changes what is remembered.</summary>
    public void Keep(Operation step)
    {
        switch (step)
        {
            case Operation.Agree agree:
                Put(agree.Node);
                break;
            case Operation.Forget forget:
                foreach (var id in forget.Ids)
                {
                    Forget(id);
                }

                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(step), step, "Not a step of the books.");
        }
    }
}
