using Orleans.Concurrency;

namespace FileStorage.Tests.Runtime.Activations;

[Alias("runtime.living")]
public interface ILivingGrain : IGrainWithStringKey
{
    /// <summary>Which life of the grain this is, counted by the test.</summary>
    [Alias("life")]
    Task<int> LifeAsync();

    [Alias("end")]
    Task EndAsync();

    [Alias("end-and-wait")]
    Task<int> EndAndWaitAsync(string gate);

    [Alias("lose")]
    Task LoseAsync();

    [Alias("lose-elsewhere")]
    Task LoseElsewhereAsync(string other);

    [Alias("stay"), AlwaysInterleave]
    Task StayAsync(TimeSpan time);
}
