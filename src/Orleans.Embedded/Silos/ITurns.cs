using Orleans.Embedded.Activations;

namespace Orleans.Embedded.Silos;

/// <summary>Where turns run: on the thread pool, or one at a time in an order drawn from a seed.</summary>
internal interface ITurns
{
    /// <summary>Whether a call may run its first turn on the thread of its caller.</summary>
    bool MayRunInline { get; }

    /// <summary>Lets an activation run, soon and on another stack.</summary>
    void Schedule(Activation activation);

    /// <summary>How many turns an activation may run before it gives the thread back.</summary>
    int TurnsInARow(int most);

    /// <summary>Runs something that belongs to no grain.</summary>
    void Post(SendOrPostCallback callback, object? state);

    Guid NewId();
}
