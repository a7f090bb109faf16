using System.Collections.Concurrent;
using Orleans.Embedded.Activations;

namespace Orleans.Embedded.Silos;

/// <summary>The activations of a silo by grain.</summary>
internal sealed class ActivationDirectory(Silo silo)
{
    private readonly ConcurrentDictionary<GrainId, ICallTarget> _targets = new();
    private readonly Func<GrainId, ICallTarget> _create = grainId =>
    {
        var grainClass = silo.Catalog.ByType(grainId.Type);
        return grainClass.MaxLocalWorkers > 0 ? new WorkerPool(silo, grainClass, grainId) : new Activation(silo, grainClass, grainId);
    };

    public bool Has(GrainId grainId) => _targets.ContainsKey(grainId);

    public ICallTarget GetOrAdd(GrainId grainId) => _targets.GetOrAdd(grainId, _create);

    /// <summary>The activation of an ordinary grain, if there is one.</summary>
    public Activation? Find(GrainId grainId) => _targets.GetValueOrDefault(grainId) as Activation;

    public void Remove(Activation activation)
    {
        silo.Retired(activation);
        if (_targets.TryGetValue(activation.GrainId, out var target) && target is WorkerPool pool)
        {
            pool.Remove(activation);
            return;
        }

        _targets.TryRemove(new KeyValuePair<GrainId, ICallTarget>(activation.GrainId, activation));
    }

    /// <summary>All activations, oldest first: an order that does not depend on hash codes.</summary>
    public IReadOnlyList<Activation> Activations() =>
    [
        .. _targets.Values
            .SelectMany(target => target is WorkerPool pool ? pool.Workers : [(Activation)target])
            .OrderBy(activation => activation.Number),
    ];

    /// <summary>Every activation, in no order.</summary>
    public IEnumerable<Activation> Unordered() =>
        _targets.Select(pair => pair.Value).SelectMany(target => target is WorkerPool pool ? pool.Workers : [(Activation)target]);
}
