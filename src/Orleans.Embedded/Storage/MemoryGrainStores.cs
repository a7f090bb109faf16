using System.Collections.Concurrent;
using Orleans.Storage;

namespace Orleans.Embedded.Storage;

/// <summary>Storages in memory by name; logical silos that belong together share one, behind the same faults.</summary>
internal sealed class MemoryGrainStores(Func<IGrainStorage, IGrainStorage>? wrap = null)
{
    private readonly ConcurrentDictionary<string, IGrainStorage> _stores = new();

    public IGrainStorage Of(string name) => _stores.GetOrAdd(name, _ =>
    {
        var store = new MemoryGrainStorage();
        return wrap?.Invoke(store) ?? store;
    });
}
