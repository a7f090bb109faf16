using System.Collections.Concurrent;
using Orleans.Embedded.Silos;

namespace Orleans.Embedded.Streams;

/// <summary>The streams of one provider: who subscribes to what. Several logical silos share one.</summary>
internal sealed class StreamHub(string name)
{
    private readonly ConcurrentDictionary<StreamId, StreamTopic> _topics = new();

    public string Name { get; } = name;

    public StreamTopic Topic(Silo silo, StreamId streamId) =>
        _topics.GetOrAdd(streamId, static (id, state) => new StreamTopic(state.Name, state.silo.Catalog, id), (Name, silo));
}
