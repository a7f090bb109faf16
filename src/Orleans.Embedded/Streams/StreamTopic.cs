using System.Security.Cryptography;
using System.Text;
using Orleans.Embedded.Catalog;
using Orleans.Embedded.Silos;

namespace Orleans.Embedded.Streams;

/// <summary>One stream: its subscriptions, implicit ones from the start, and the number of its last event.</summary>
internal sealed class StreamTopic
{
    private readonly Lock _lock = new();
    private Subscription[] _subscriptions;
    private long _events;

    public StreamTopic(string provider, GrainCatalog catalog, StreamId streamId)
    {
        _subscriptions =
        [
            .. catalog.Classes
                .Where(grainClass => grainClass.ImplicitNamespaces.Any(name => name is null || name == streamId.GetNamespace()))
                .OrderBy(grainClass => grainClass.GrainType)
                .Select(grainClass => ImplicitGrain(grainClass, streamId))
                .Select(grainId => new Subscription(ImplicitId(provider, streamId, grainId), provider, streamId, grainId, null)),
        ];
    }

    public void Publish(Silo silo, StreamEvent streamEvent)
    {
        var number = Interlocked.Increment(ref _events);
        foreach (var subscription in Volatile.Read(ref _subscriptions))
        {
            subscription.Publish(silo, streamEvent, number);
        }
    }

    public void Add(Subscription subscription)
    {
        lock (_lock)
        {
            _subscriptions = [.. _subscriptions, subscription];
        }
    }

    public void Remove(Guid id)
    {
        lock (_lock)
        {
            _subscriptions = [.. _subscriptions.Where(subscription => subscription.Id != id)];
        }
    }

    public IReadOnlyList<Subscription> Of(GrainId grainId) =>
        [.. Volatile.Read(ref _subscriptions).Where(subscription => subscription.Consumer == grainId)];

    private static GrainId ImplicitGrain(GrainClass grainClass, StreamId streamId)
    {
        var text = streamId.GetKeyAsString();
        var key = typeof(IGrainWithIntegerKey).IsAssignableFrom(grainClass.Type) && long.TryParse(text, out var number)
            ? GrainIdKeyExtensions.CreateIntegerKey(number)
            : IdSpan.Create(text);
        return new GrainId(grainClass.GrainType, key);
    }

    /// <summary>The same in every activation and every silo, without anything being stored.</summary>
    private static Guid ImplicitId(string provider, StreamId streamId, GrainId grainId) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"{provider} {streamId} {grainId}")).AsSpan(0, 16));
}
