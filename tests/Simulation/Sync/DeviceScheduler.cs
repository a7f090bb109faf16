namespace FileStorage.Tests.Simulation.Sync;

/// <summary>Runs one life of a device's engine between the other steps of the simulation; when the life ends, whatever it still had to do is never done.</summary>
internal sealed class DeviceScheduler(TaskScheduler world) : TaskScheduler
{
    private bool _isRunning;

    public bool IsAlive { get; private set; } = true;

    public override int MaximumConcurrencyLevel => 1;

    public void Kill() => IsAlive = false;

    protected override void QueueTask(Task task) =>
        _ = Task.Factory.StartNew(() => Execute(task), CancellationToken.None, TaskCreationOptions.HideScheduler, world);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        _isRunning && IsAlive && !taskWasPreviouslyQueued && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [];

    private void Execute(Task task)
    {
        if (!IsAlive)
        {
            return;
        }

        _isRunning = true;
        TryExecuteTask(task);
        _isRunning = false;
    }
}
