using FileStorage.Api.Callers;

namespace FileStorage.Api.Changes;

/// <summary>One connection that waits for changes; see <see cref="LiveConnections"/>.</summary>
internal sealed class LiveConnection(LiveConnections connections, Caller caller) : IDisposable
{
    public void Dispose() => connections.Leave(caller);
}
