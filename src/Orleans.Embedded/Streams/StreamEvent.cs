using Orleans.Streams;

namespace Orleans.Embedded.Streams;

/// <summary>Something that happened on a stream.</summary>
internal abstract class StreamEvent
{
    public abstract Task DeliverAsync(object observer, long number);

    protected static IAsyncObserver<T> Typed<T>(object observer) =>
        observer as IAsyncObserver<T>
        ?? throw new InvalidCastException($"{observer.GetType()} does not observe events of type {typeof(T)}.");
}
