namespace Orleans.Embedded.Activations;

/// <summary>The single-threaded scheduler of one activation; tasks started in a grain run on it, one turn at a time.</summary>
internal sealed class TurnScheduler(Activation activation) : TaskScheduler
{
    public override int MaximumConcurrencyLevel => 1;

    protected override void QueueTask(Task task) => activation.Post(state => TryExecuteTask((Task)state!), task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && ReferenceEquals(Activation.Current, activation) && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [];
}
