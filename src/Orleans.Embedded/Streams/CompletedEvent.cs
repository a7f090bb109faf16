namespace Orleans.Embedded.Streams;

/// <summary>The producer has no more events.</summary>
internal sealed class CompletedEvent<T> : StreamEvent
{
    public override Task DeliverAsync(object observer, long number) => Typed<T>(observer).OnCompletedAsync();
}
