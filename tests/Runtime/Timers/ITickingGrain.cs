using Orleans.Concurrency;

namespace FileStorage.Tests.Runtime.Timers;

[Alias("runtime.ticking")]
public interface ITickingGrain : IGrainWithStringKey
{
    [Alias("start")]
    Task StartAsync(TimeSpan dueTime, TimeSpan period, bool interleave, bool keepAlive);

    [Alias("stop")]
    Task StopAsync();

    [Alias("hold")]
    Task HoldAsync(string gate);

    [Alias("ticks"), AlwaysInterleave]
    Task<int> TicksAsync();
}
