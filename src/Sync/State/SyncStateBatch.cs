using FileStorage.Sync.Planning;
using FileStorage.Sync.Trees;

namespace FileStorage.Sync.State;

/// <summary>Changes that become durable together; of several to one row only the last counts. Null removes.</summary>
public sealed class SyncStateBatch
{
    /// <summary>Null where it stays.</summary>
    public NewsPlace? News { get; set; }

    public Dictionary<Guid, RemoteRow?> Remote { get; } = [];

    public Dictionary<Guid, SyncedNode?> Synced { get; } = [];

    public Dictionary<Subject, PendingCommand?> Pending { get; } = [];

    public int Count => Remote.Count + Synced.Count + Pending.Count + (News is null ? 0 : 1);
}
