namespace Orleans.Streams;

/// <summary>A stream without the type of its events.</summary>
public interface IAsyncStream
{
    bool IsRewindable { get; }

    string ProviderName { get; }

    StreamId StreamId { get; }
}
