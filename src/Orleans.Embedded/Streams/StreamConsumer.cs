using Orleans.Embedded.Activations;
using Orleans.Streams.Core;

namespace Orleans.Embedded.Streams;

/// <summary>The observers of one activation by subscription.</summary>
internal sealed class StreamConsumer(Activation activation)
{
    private readonly Dictionary<Guid, object> _observers = [];

    public void Observe(Guid subscription, object observer) => _observers[subscription] = observer;

    public void Forget(Guid subscription) => _observers.Remove(subscription);

    public async Task DeliverAsync(Subscription subscription, object grain, StreamEvent streamEvent, long number)
    {
        if (!_observers.ContainsKey(subscription.Id) && grain is IStreamSubscriptionObserver newcomer)
        {
            await newcomer.OnSubscribed(new HandleFactory(activation, subscription));
        }

        // A grain that has not resumed its subscription in this activation loses the event, as in Orleans.
        if (_observers.TryGetValue(subscription.Id, out var observer))
        {
            await streamEvent.DeliverAsync(observer, number);
        }
    }
}
