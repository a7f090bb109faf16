namespace Orleans.Embedded.Simulation;

/// <summary>Runs the workload of a test, turn by turn, between the turns of the grains.</summary>
internal sealed class ClientScheduler(SimulatedCluster simulation) : TaskScheduler
{
    private bool _running;

    public override int MaximumConcurrencyLevel => 1;

    protected override void QueueTask(Task task) => simulation.Add(new Step("client", () => Execute(task), null));

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        _running && !taskWasPreviouslyQueued && simulation.IsOnThread && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [];

    private void Execute(Task task)
    {
        _running = true;
        TryExecuteTask(task);
        _running = false;
    }
}
