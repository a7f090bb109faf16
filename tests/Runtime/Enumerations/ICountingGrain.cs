namespace FileStorage.Tests.Runtime.Enumerations;

[Alias("runtime.counting")]
public interface ICountingGrain : IGrainWithStringKey
{
    [Alias("count")]
    IAsyncEnumerable<int> CountAsync(int upTo, CancellationToken cancellationToken = default);

    [Alias("count-gated")]
    IAsyncEnumerable<int> CountGatedAsync(int upTo, CancellationToken cancellationToken = default);

    [Alias("end")]
    Task EndAsync();
}
