using Orleans.Embedded.Silos;

namespace Orleans.Embedded.Streams;

/// <summary>
/// One subscription and the events it still waits for. Events are delivered one after the other; a consumer that cannot keep up
/// loses the oldest, because a producer never waits for one.
/// </summary>
internal sealed class Subscription(Guid id, string provider, StreamId streamId, GrainId consumer, object? clientObserver)
{
    private const int MaxWaitingEvents = 256;

    private readonly Lock _lock = new();
    private readonly Queue<(StreamEvent Event, long Number)> _waiting = new();
    private Silo? _delivering;

    public Guid Id { get; } = id;

    public string Provider { get; } = provider;

    public StreamId StreamId { get; } = streamId;

    /// <summary>The grain that subscribed; the default one for a client.</summary>
    public GrainId Consumer { get; } = consumer;

    public void Publish(Silo silo, StreamEvent streamEvent, long number)
    {
        lock (_lock)
        {
            if (_waiting.Count == MaxWaitingEvents)
            {
                _waiting.Dequeue();
            }

            _waiting.Enqueue((streamEvent, number));
            if (_delivering is { IsDead: false })
            {
                return;
            }

            _delivering = silo;
        }

        DeliverNext(silo);
    }

    /// <summary>Called when one event is delivered, or lost.</summary>
    public void Delivered(Silo silo, Exception? failure)
    {
        if (failure is not null)
        {
            silo.Log.EventLost(failure, StreamId);
        }

        DeliverNext(silo);
    }

    private void DeliverNext(Silo silo)
    {
        (StreamEvent Event, long Number) next;
        lock (_lock)
        {
            if (!_waiting.TryDequeue(out next))
            {
                _delivering = null;
                return;
            }
        }

        if (clientObserver is null)
        {
            silo.SendAside(new DeliverRequest(this, silo, next.Event, next.Number) { Target = Consumer });
        }
        else
        {
            silo.Turns.Post(_ => DeliverToClientAsync(silo, next.Event, next.Number), null);
        }
    }

    private async void DeliverToClientAsync(Silo silo, StreamEvent streamEvent, long number)
    {
        Exception? failure = null;
        try
        {
            await streamEvent.DeliverAsync(clientObserver!, number);
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        Delivered(silo, failure);
    }
}
