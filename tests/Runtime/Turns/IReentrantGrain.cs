namespace FileStorage.Tests.Runtime.Turns;

[Alias("runtime.reentrant")]
public interface IReentrantGrain : IGrainWithStringKey
{
    [Alias("write")]
    Task WriteAsync(string gate);
}
