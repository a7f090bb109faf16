namespace Orleans.Embedded.Streams;

/// <summary>The producer reports an error.</summary>
internal sealed class ErrorEvent<T>(Exception exception) : StreamEvent
{
    public override Task DeliverAsync(object observer, long number) => Typed<T>(observer).OnErrorAsync(exception);
}
