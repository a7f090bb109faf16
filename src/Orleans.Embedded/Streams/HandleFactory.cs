using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded.Activations;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace Orleans.Embedded.Streams;

/// <summary>Makes the handle of a subscription for an activation that has just learned of it.</summary>
internal sealed class HandleFactory(Activation activation, Subscription subscription) : IStreamSubscriptionHandleFactory
{
    public StreamId StreamId => subscription.StreamId;

    public string ProviderName => subscription.Provider;

    public StreamSubscriptionHandle<T> Create<T>()
    {
        var provider = activation.Silo.Services.GetRequiredKeyedService<IStreamProvider>(subscription.Provider);
        return new SubscriptionHandle<T>((MemoryStream<T>)provider.GetStream<T>(StreamId), subscription.Id);
    }
}
