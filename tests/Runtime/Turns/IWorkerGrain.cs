namespace FileStorage.Tests.Runtime.Turns;

[Alias("runtime.worker")]
public interface IWorkerGrain : IGrainWithIntegerKey
{
    [Alias("work")]
    Task WorkAsync(string gate);
}
