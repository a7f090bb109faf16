namespace Orleans.Embedded.Requests;

/// <summary>A call that returns a value.</summary>
internal abstract class FunctionRequest<TResult> : Request
{
    private TaskCompletionSource<TResult>? _promise;

    public override void Promise()
    {
        if (Outcome is null && !Method.IsOneWay)
        {
            _promise = new TaskCompletionSource<TResult>();
            Outcome = _promise.Task;
        }
    }

    protected override Task Faulted(Exception exception) =>
        exception is OperationCanceledException canceled && canceled.CancellationToken.IsCancellationRequested
            ? Task.FromCanceled<TResult>(canceled.CancellationToken)
            : Task.FromException<TResult>(exception);

    protected override void SetFrom(Task task)
    {
        if (task.IsCompletedSuccessfully)
        {
            _promise?.SetResult(((Task<TResult>)task).Result);
        }
        else
        {
            _promise?.SetFromTask((Task<TResult>)task);
        }
    }

    protected override void SetException(Exception exception) => _promise?.SetException(exception);

    protected override void SetCanceled(CancellationToken token) => _promise?.SetCanceled(token);
}
