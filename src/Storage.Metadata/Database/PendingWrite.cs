using System.Threading.Tasks.Sources;

namespace FileStorage.Storage.Metadata.Database;

/// <summary>A write on its way to the writer, and the promise to its caller. One allocation a write.</summary>
internal sealed class PendingWrite(MetadataWrite write, CancellationToken cancellationToken) : IValueTaskSource<WriteOutcome>
{
    // Continuations never run on the writer's thread: the next transaction must not wait for a caller's code.
    private ManualResetValueTaskSourceCore<WriteOutcome> _source = new() { RunContinuationsAsynchronously = true };

    public MetadataWrite Write => write;

    public CancellationToken CancellationToken => cancellationToken;

    public ValueTask<WriteOutcome> Task => new(this, _source.Version);

    public void Answer(WriteOutcome outcome) => _source.SetResult(outcome);

    public void Fail(Exception exception) => _source.SetException(exception);

    WriteOutcome IValueTaskSource<WriteOutcome>.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<WriteOutcome>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<WriteOutcome>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
