using FileStorage.Sync.State;

namespace FileStorage.Sync.Engine;

/// <summary>
/// Writes down what the ledger has gathered. Where there is no room for that, nothing that would have to be remembered is begun until there is.
/// </summary>
internal sealed class Books(ISyncState state, Ledger ledger, Moments moments, StatusReport report, SyncOptions options, bool isOnce)
{
    private TimeSpan? _nextTry;

    /// <summary>Whether the last write found no room.</summary>
    public bool AreFull => _nextTry is not null;

    public TimeSpan? NextTry => _nextTry;

    /// <summary>Whether there is room, as far as is known; where there was none, tries again when that is due.</summary>
    public async ValueTask<bool> HaveRoomAsync(CancellationToken cancellationToken) =>
        _nextTry is null || (_nextTry <= moments.Elapsed && await TryWriteAsync(cancellationToken));

    /// <summary>Makes durable what was gathered; false where there is no room for it, and it is kept for the next time.</summary>
    public async ValueTask<bool> TryWriteAsync(CancellationToken cancellationToken)
    {
        var batch = ledger.TakeBatch();
        try
        {
            await state.WriteAsync(batch, cancellationToken);
            _nextTry = null;
            return true;
        }
        catch (SyncStateFullException exception) when (!isOnce)
        {
            ledger.Return(batch);
            _nextTry = moments.Elapsed + options.StateFullRetry;
            report.Note(exception);
            return false;
        }
    }

    /// <summary>At the end: what was done is known, and the next start need not find it out again. Where there is no room, it has to.</summary>
    public async ValueTask CloseAsync()
    {
        if (ledger.HasChanges && !AreFull)
        {
            await TryWriteAsync(CancellationToken.None);
        }
    }
}
