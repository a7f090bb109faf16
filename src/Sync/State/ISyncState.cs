namespace FileStorage.Sync.State;

/// <summary>
/// What the engine remembers between two starts: what the server told, what both sides last agreed on, and the commands whose outcome is not
/// known. Observations only; what is to be done follows from them. Used by one engine at a time.
/// </summary>
public interface ISyncState
{
    ValueTask<SyncStateContents> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Makes a batch durable, wholly or not at all. Not cancelled halfway.</summary>
    /// <exception cref="SyncStateFullException">There is no room for it; nothing of it was written.</exception>
    /// <exception cref="IOException">It could not be written; nothing of it was.</exception>
    ValueTask WriteAsync(SyncStateBatch batch, CancellationToken cancellationToken);
}
