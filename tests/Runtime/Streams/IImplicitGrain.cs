namespace FileStorage.Tests.Runtime.Streams;

[Alias("runtime.implicit")]
public interface IImplicitGrain : IGrainWithGuidKey
{
    [Alias("ping")]
    Task PingAsync();
}
