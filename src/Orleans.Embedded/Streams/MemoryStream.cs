using Orleans.Embedded.Activations;
using Orleans.Embedded.Silos;
using Orleans.Streams;

namespace Orleans.Embedded.Streams;

/// <summary>A stream in memory: a doorbell. Events may be lost and are never stored.</summary>
internal sealed class MemoryStream<T>(Silo silo, StreamHub hub, StreamId streamId) : IAsyncStream<T>
{
    public bool IsRewindable => false;

    public string ProviderName => hub.Name;

    public StreamId StreamId { get; } = streamId;

    public StreamTopic Topic { get; } = hub.Topic(silo, streamId);

    public Task OnNextAsync(T item, StreamSequenceToken? token = null) => Publish(new ItemEvent<T>(item));

    public Task OnNextBatchAsync(IEnumerable<T> batch, StreamSequenceToken? token = null)
    {
        foreach (var item in batch)
        {
            Publish(new ItemEvent<T>(item));
        }

        return Task.CompletedTask;
    }

    public Task OnCompletedAsync() => Publish(new CompletedEvent<T>());

    public Task OnErrorAsync(Exception ex) => Publish(new ErrorEvent<T>(ex));

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer) => SubscribeAsync(observer, null);

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(
        IAsyncObserver<T> observer,
        StreamSequenceToken? token,
        string? filterData = null)
    {
        var activation = Activation.Current;
        var subscription = new Subscription(
            silo.NewId(), ProviderName, StreamId, activation?.GrainId ?? default, activation is null ? observer : null);
        activation?.Streams.Observe(subscription.Id, observer);
        Topic.Add(subscription);
        return Task.FromResult<StreamSubscriptionHandle<T>>(new SubscriptionHandle<T>(this, subscription.Id));
    }

    public Task<IList<StreamSubscriptionHandle<T>>> GetAllSubscriptionHandles()
    {
        var subscriptions = Activation.Current is { } activation ? Topic.Of(activation.GrainId) : [];
        return Task.FromResult<IList<StreamSubscriptionHandle<T>>>(
            [.. subscriptions.Select(subscription => new SubscriptionHandle<T>(this, subscription.Id))]);
    }

    public bool Equals(IAsyncStream<T>? other) =>
        other is not null && other.StreamId == StreamId && other.ProviderName == ProviderName;

    public override bool Equals(object? obj) => Equals(obj as IAsyncStream<T>);

    public override int GetHashCode() => StreamId.GetHashCode();

    public int CompareTo(IAsyncStream<T>? other) => other is null ? 1 : StreamId.CompareTo(other.StreamId);

    private Task Publish(StreamEvent streamEvent)
    {
        Topic.Publish(silo, streamEvent);
        return Task.CompletedTask;
    }
}
