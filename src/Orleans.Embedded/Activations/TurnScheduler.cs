namespace Orleans.Embedded.Activations;

/// <summary>The single-threaded scheduler of one activation: what follows an await in the grain comes back as a task on it.</summary>
internal sealed class TurnScheduler(Activation activation) : TaskScheduler
{
    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Runs a turn; only the owner of the activation may.</summary>
    public void Run(Task turn) => TryExecuteTask(turn);

    protected override void QueueTask(Task task) => activation.Enqueue(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && ReferenceEquals(Activation.Current, activation) && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [];
}
