using Orleans.Embedded.Activations;
using Orleans.Embedded.Silos;

namespace Orleans.Embedded.Simulation;

/// <summary>Hands the turns of one silo to the simulation, one at a time.</summary>
internal sealed class SimulatedTurns(SimulatedCluster simulation, SimulatedSilo silo) : ITurns
{
    public bool MayRunInline => false;

    public void Schedule(Activation activation)
    {
        if (!simulation.IsOnThread)
        {
            simulation.Escaped($"A turn of {activation} was resumed outside of the simulation.");
            return;
        }

        simulation.Add(new Step(activation.ToString(), activation.Execute, silo));
    }

    public int TurnsInARow(int most) => 1;

    public void Post(SendOrPostCallback callback, object? state) =>
        simulation.Add(new Step("post", () => callback(state), silo));

    public Guid NewId() => simulation.Random.NextGuid();
}
