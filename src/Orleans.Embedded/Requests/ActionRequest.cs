namespace Orleans.Embedded.Requests;

/// <summary>A call that returns nothing.</summary>
internal abstract class ActionRequest : Request
{
    private TaskCompletionSource? _promise;

    public override void Promise()
    {
        if (Outcome is null && !Method.IsOneWay)
        {
            _promise = new TaskCompletionSource();
            Outcome = _promise.Task;
        }
    }

    protected override Task Faulted(Exception exception) =>
        exception is OperationCanceledException canceled && canceled.CancellationToken.IsCancellationRequested
            ? Task.FromCanceled(canceled.CancellationToken)
            : Task.FromException(exception);

    protected override void SetFrom(Task task)
    {
        if (task.IsCompletedSuccessfully)
        {
            _promise?.SetResult();
        }
        else
        {
            _promise?.SetFromTask(task);
        }
    }

    protected override void SetException(Exception exception) => _promise?.SetException(exception);

    protected override void SetCanceled(CancellationToken token) => _promise?.SetCanceled(token);
}
