namespace FileStorage.Tests.Runtime.Calls;

[Alias("runtime.counter")]
public interface ICounterGrain : IGrainWithGuidKey
{
    [Alias("add")]
    Task<int> AddAsync(int amount);

    [Alias("get")]
    ValueTask<int> GetAsync();

    [Alias("reset")]
    Task ResetAsync();

    [Alias("key")]
    Task<Guid> KeyAsync();
}
