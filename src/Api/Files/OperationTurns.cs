using System.Collections.Concurrent;

namespace FileStorage.Api.Files;

/// <summary>
/// Lets the requests of one operation through one after the other. A client that is cut off repeats at once, while its first request
/// may still be at work: were the first refused and undone in the middle of the second, it would give back the chunks of both.
/// </summary>
internal sealed class OperationTurns
{
    private readonly ConcurrentDictionary<CommitOperation, OperationTurn> _running = new();

    /// <summary>Waits for whoever has the turn; disposing gives it on.</summary>
    public async ValueTask<OperationTurn> TakeAsync(CommitOperation operation, CancellationToken cancellationToken)
    {
        var mine = new OperationTurn(this, operation);
        while (!_running.TryAdd(operation, mine))
        {
            if (_running.TryGetValue(operation, out var other))
            {
                await other.Ended.WaitAsync(cancellationToken);
            }
        }

        return mine;
    }

    internal void End(CommitOperation operation) => _running.TryRemove(operation, out _);
}
