using FileStorage.Api.Callers;

namespace FileStorage.Api.Changes;

/// <summary>One connection that waits for changes; see <see cref="LiveConnections"/>.</summary>
internal sealed class LiveConnection : IDisposable
{
    private readonly LiveConnections _connections;
    private readonly CancellationTokenSource _displaced = new();

    public LiveConnection(LiveConnections connections, Caller caller)
    {
        _connections = connections;
        Caller = caller;

        // Taken once: whoever displaces the connection may come when it is being disposed of.
        Displaced = _displaced.Token;
    }

    public Caller Caller { get; }

    /// <summary>Cancelled when newer connections of the device have taken its place.</summary>
    public CancellationToken Displaced { get; }

    public void Dispose() => _connections.Leave(this);

    internal void Displace() => _displaced.Cancel();
}
