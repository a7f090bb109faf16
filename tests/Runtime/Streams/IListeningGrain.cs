namespace FileStorage.Tests.Runtime.Streams;

[Alias("runtime.listening")]
public interface IListeningGrain : IGrainWithGuidKey
{
    [Alias("subscribe")]
    Task SubscribeAsync(Guid stream);

    [Alias("unsubscribe")]
    Task UnsubscribeAsync(Guid stream);

    [Alias("publish")]
    Task PublishAsync(Guid stream, Ring ring);

    [Alias("end")]
    Task EndAsync();
}
