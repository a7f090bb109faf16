namespace Orleans.Streams.Core;

/// <summary>Makes the typed handle of a subscription, to be resumed with an observer.</summary>
public interface IStreamSubscriptionHandleFactory
{
    StreamId StreamId { get; }

    string ProviderName { get; }

    StreamSubscriptionHandle<T> Create<T>();
}
