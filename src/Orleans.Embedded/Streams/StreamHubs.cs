using System.Collections.Concurrent;

namespace Orleans.Embedded.Streams;

/// <summary>The hubs of all stream providers by name; logical silos that belong together share one.</summary>
internal sealed class StreamHubs
{
    private readonly ConcurrentDictionary<string, StreamHub> _hubs = new();

    public StreamHub Of(string name) => _hubs.GetOrAdd(name, static key => new StreamHub(key));
}
