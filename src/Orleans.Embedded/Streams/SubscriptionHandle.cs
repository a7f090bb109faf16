using Orleans.Embedded.Activations;
using Orleans.Streams;

namespace Orleans.Embedded.Streams;

/// <summary>One subscription in the hands of its owner.</summary>
internal sealed class SubscriptionHandle<T>(MemoryStream<T> stream, Guid id) : StreamSubscriptionHandle<T>
{
    public override StreamId StreamId => stream.StreamId;

    public override string ProviderName => stream.ProviderName;

    public override Guid HandleId { get; } = id;

    public override Task UnsubscribeAsync()
    {
        stream.Topic.Remove(HandleId);
        Activation.Current?.Streams.Forget(HandleId);
        return Task.CompletedTask;
    }

    public override Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token = null)
    {
        if (Activation.Current is not { } activation)
        {
            throw new NotSupportedException("Only a grain can resume a subscription; a client subscribes again.");
        }

        activation.Streams.Observe(HandleId, observer);
        return Task.FromResult<StreamSubscriptionHandle<T>>(this);
    }

    public override bool Equals(StreamSubscriptionHandle<T>? other) => other is not null && other.HandleId == HandleId;
}
