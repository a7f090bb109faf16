namespace FileStorage.Tests.Runtime.Calls;

[Alias("runtime.answering")]
public interface IAnsweringGrain : IGrainWithIntegerKey
{
    [Alias("fail-now")]
    Task<int> FailNowAsync();

    [Alias("fail-later")]
    Task FailLaterAsync();

    [Alias("fail-argument")]
    ValueTask<string> FailWithArgumentAsync(string parameter);

    [Alias("wait")]
    Task WaitAsync(string gate, CancellationToken cancellationToken = default);

    [Alias("wait-briefly"), ResponseTimeout("00:00:00.3")]
    Task WaitBrieflyAsync(string gate);

    [Alias("context")]
    Task<string?> ContextAsync(string key);

    [Alias("context-through")]
    Task<string?> ContextThroughAsync(long other, string key);

    [Alias("set-context")]
    Task SetContextAsync(string key, string value);

    [Alias("sum")]
    ValueTask SumAsync(int a, long b, double c, string d, Guid e, DateTimeOffset f, int? g, byte[] h);

    [Alias("last-sum")]
    ValueTask<string> LastSumAsync();
}
