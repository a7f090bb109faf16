namespace Orleans.Embedded.Streams;

/// <summary>An event.</summary>
internal sealed class ItemEvent<T>(T item) : StreamEvent
{
    public override Task DeliverAsync(object observer, long number) =>
        Typed<T>(observer).OnNextAsync(item, new SequenceToken(number));
}
