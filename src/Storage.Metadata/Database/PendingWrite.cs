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

    /// <summary>Tells each what became of it, once their transaction is committed.</summary>
    public static void Answer(IReadOnlyList<PendingWrite> writes, IReadOnlyList<WriteVerdict> verdicts)
    {
        for (var index = 0; index < writes.Count; index++)
        {
            if (verdicts[index].Failure is { } failure)
            {
                writes[index].Fail(failure);
            }
            else
            {
                writes[index]._source.SetResult(verdicts[index].Outcome);
            }
        }
    }

    /// <summary>Tells all of them that their transaction failed.</summary>
    public static void Fail(IReadOnlyList<PendingWrite> writes, Exception exception)
    {
        foreach (var write in writes)
        {
            write.Fail(exception);
        }
    }

    /// <summary>Answers one whose caller has gone away; true where it was so.</summary>
    public bool AnswerIfCancelled()
    {
        if (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }

        Fail(new OperationCanceledException(cancellationToken));
        return true;
    }

    public void Fail(Exception exception) => _source.SetException(exception);

    WriteOutcome IValueTaskSource<WriteOutcome>.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<WriteOutcome>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<WriteOutcome>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
