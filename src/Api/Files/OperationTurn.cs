namespace FileStorage.Api.Files;

/// <summary>The turn of one request; see <see cref="OperationTurns"/>.</summary>
internal sealed class OperationTurn(OperationTurns turns, CommitOperation operation) : IDisposable
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Ended => _ended.Task;

    public void Dispose()
    {
        turns.End(operation);
        _ended.TrySetResult();
    }
}
