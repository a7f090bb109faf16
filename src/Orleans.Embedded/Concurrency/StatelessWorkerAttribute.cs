using Orleans.Placement;

namespace Orleans.Concurrency;

/// <summary>Lets several activations of one grain work side by side, made as the load asks for them.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StatelessWorkerAttribute : PlacementAttribute
{
    /// <summary>At most one activation for each processor.</summary>
    public StatelessWorkerAttribute()
    {
        MaxLocalWorkers = Environment.ProcessorCount;
    }

    public StatelessWorkerAttribute(int maxLocalWorkers)
    {
        MaxLocalWorkers = maxLocalWorkers;
    }

    internal int MaxLocalWorkers { get; }
}
