using FileStorage.Api.Callers;

namespace FileStorage.Api.Changes;

/// <summary>
/// One connection that waits for changes; see <see cref="LiveConnections"/>. There are thousands that do nothing for hours: whatever ends one
/// comes together in one token, and not in sources that are linked for each.
/// </summary>
internal sealed class LiveConnection : IDisposable
{
    private readonly LiveConnections _connections;
    private readonly CancellationTokenSource _ending = new();
    private int _reason = -1;

    public LiveConnection(LiveConnections connections, Caller caller)
    {
        _connections = connections;
        Caller = caller;

        // Taken once: whoever ends the connection may come when it is being disposed of.
        Ended = _ending.Token;
    }

    public Caller Caller { get; }

    /// <summary>The next one of the same device; <see cref="LiveConnections"/> sets it.</summary>
    public LiveConnection? Newer { get; set; }

    /// <summary>Cancelled when the connection is to end; <see cref="Reason"/> says why.</summary>
    public CancellationToken Ended { get; }

    /// <summary>Why it ends; null while it lives.</summary>
    public LiveEnd? Reason => Volatile.Read(ref _reason) is >= 0 and var reason ? (LiveEnd)reason : null;

    public void Dispose() => _connections.Leave(this);

    /// <summary>Ends it. The first reason is the one that counts.</summary>
    public void End(LiveEnd reason)
    {
        if (Interlocked.CompareExchange(ref _reason, (int)reason, -1) == -1)
        {
            _ending.Cancel();
        }
    }
}
