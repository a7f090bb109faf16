namespace Orleans.Streams.Core;

/// <summary>Told, in a fresh activation, of each implicit subscription whose event it is about to get.</summary>
public interface IStreamSubscriptionObserver
{
    Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory);
}
