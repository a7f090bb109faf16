using Orleans.Embedded.Activations;
using Orleans.Embedded.Requests;
using Orleans.Embedded.Silos;

namespace Orleans.Embedded.Simulation;

/// <summary>Carries calls between the silos of a simulation, and loses, repeats and delays some.</summary>
internal sealed class SimulatedNetwork(SimulatedCluster simulation) : INetwork
{
    private readonly Dictionary<GrainId, Placement> _placements = [];

    private SimulationFaults Faults => simulation.ActiveFaults;

    public void Send(Silo from, Request request)
    {
        request.Promise();
        if (!simulation.IsOnThread)
        {
            simulation.Escaped($"{request.Method.Name} of {request.Target} was called outside of the simulation.");
            return;
        }

        if (simulation.Random.Chance(Faults.LostRequest))
        {
            simulation.Count("lost request");
            return;
        }

        if (simulation.Random.Chance(Faults.RepeatedRequest))
        {
            simulation.Count("repeated request");
            Carry(request.Repeat());
        }

        Carry(request);
    }

    public void Retired(Activation activation)
    {
        if (_placements.TryGetValue(activation.GrainId, out var placement))
        {
            Leave(activation.GrainId, placement, silo => ReferenceEquals(silo.Silo, activation.Silo));
        }
    }

    /// <summary>Forgets a silo that has died.</summary>
    public void Forget(SimulatedSilo dead)
    {
        foreach (var (grainId, placement) in _placements.OrderBy(pair => pair.Key).ToList())
        {
            Leave(grainId, placement, silo => ReferenceEquals(silo, dead));
        }
    }

    private void Leave(GrainId grainId, Placement placement, Func<SimulatedSilo, bool> left)
    {
        if (placement.Secondary is { } secondary && left(secondary))
        {
            placement.Secondary = null;
        }

        if (!left(placement.Primary))
        {
            return;
        }

        if (placement.Secondary is { } successor)
        {
            placement.Primary = successor;
            placement.Secondary = null;
        }
        else
        {
            _placements.Remove(grainId);
        }
    }

    private void Carry(Request request)
    {
        var step = new Step(request.Method.Name, () => Arrive(request), null);
        if (simulation.Random.Chance(Faults.DelayedRequest))
        {
            simulation.Count("delayed request");
            simulation.After(simulation.Random.NextTime(Faults.LongestDelay), step);
        }
        else
        {
            simulation.Add(step);
        }
    }

    private void Arrive(Request request)
    {
        if (Choose(request.Target) is not { } silo)
        {
            request.Fail(new SiloUnavailableException("No silo is alive."));
            return;
        }

        if (simulation.Random.Chance(Faults.LostReply))
        {
            simulation.Count("lost reply");
            request.LosesReply = true;
        }

        silo.Received(request);
        silo.Silo.Receive(request);
    }

    private SimulatedSilo? Choose(GrainId grainId)
    {
        var alive = simulation.Alive;
        if (alive.Count == 0)
        {
            return null;
        }

        if (!_placements.TryGetValue(grainId, out var placement))
        {
            placement = new Placement(alive[simulation.Random.Next(alive.Count)]);
            _placements.Add(grainId, placement);
        }
        else if (placement.Secondary is null && alive.Count > 1 && simulation.Random.Chance(Faults.SplitGrain))
        {
            Split(grainId, placement);
        }

        return placement.Secondary is { } secondary && simulation.Random.Chance(0.5) ? secondary : placement.Primary;
    }

    private void Split(GrainId grainId, Placement placement)
    {
        simulation.Count("split grain");
        var others = simulation.Alive.Where(silo => !ReferenceEquals(silo, placement.Primary)).ToList();
        placement.Secondary = others[simulation.Random.Next(others.Count)];
        simulation.After(
            simulation.Random.NextTime(Faults.LongestSplit), new Step($"heal {grainId}", () => Heal(grainId, placement), null));
    }

    /// <summary>The directory finds out: one of the two goes.</summary>
    private static void Heal(GrainId grainId, Placement placement)
    {
        if (placement.Secondary is { } secondary)
        {
            placement.Secondary = null;
            secondary.Silo.Directory.Find(grainId)?.Deactivate(
                new(DeactivationReasonCode.DuplicateActivation, "The grain is active on another silo."));
        }
    }
}
