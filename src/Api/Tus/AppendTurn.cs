namespace FileStorage.Api.Tus;

/// <summary>The turn of one request at an upload; see <see cref="AppendTurns"/>.</summary>
internal sealed class AppendTurn(AppendTurns turns, Guid uploadId) : IDisposable
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();

    public Task Ended => _ended.Task;

    /// <summary>Cancelled when another request wants the upload.</summary>
    public CancellationToken Stopped => _stop.Token;

    public void Stop()
    {
        lock (_stop)
        {
            if (!_ended.Task.IsCompleted)
            {
                _stop.Cancel();
            }
        }
    }

    public void Dispose()
    {
        turns.End(uploadId);
        lock (_stop)
        {
            _ended.TrySetResult();
            _stop.Dispose();
        }
    }
}
