using Orleans.Embedded.Silos;
using Orleans.Streams;

namespace Orleans.Embedded.Streams;

/// <summary>The streams of one name, as one silo sees them.</summary>
internal sealed class MemoryStreamProvider(Silo silo, StreamHub hub) : IStreamProvider
{
    public string Name => hub.Name;

    public bool IsRewindable => false;

    public IAsyncStream<T> GetStream<T>(StreamId streamId) => new MemoryStream<T>(silo, hub, streamId);
}
