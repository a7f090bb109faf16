using Orleans.Embedded.Activations;
using Orleans.Streams.Core;

namespace Orleans.Embedded.Streams;

/// <summary>The observers of one activation by subscription: a few of them in very many activations, so a list.</summary>
internal sealed class StreamConsumer(Activation activation)
{
    private readonly List<(Guid Subscription, object Observer)> _observers = new(1);

    public void Observe(Guid subscription, object observer)
    {
        Forget(subscription);
        _observers.Add((subscription, observer));
    }

    public void Forget(Guid subscription)
    {
        var place = PlaceOf(subscription);
        if (place >= 0)
        {
            _observers.RemoveAt(place);
        }
    }

    public async Task DeliverAsync(Subscription subscription, object grain, StreamEvent streamEvent, long number)
    {
        if (PlaceOf(subscription.Id) < 0 && grain is IStreamSubscriptionObserver newcomer)
        {
            await newcomer.OnSubscribed(new HandleFactory(activation, subscription));
        }

        // A grain that has not resumed its subscription in this activation loses the event, as in Orleans.
        var place = PlaceOf(subscription.Id);
        if (place >= 0)
        {
            await streamEvent.DeliverAsync(_observers[place].Observer, number);
        }
    }

    private int PlaceOf(Guid subscription)
    {
        for (var place = 0; place < _observers.Count; place++)
        {
            if (_observers[place].Subscription == subscription)
            {
                return place;
            }
        }

        return -1;
    }
}
