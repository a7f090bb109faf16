using Orleans.Concurrency;

namespace FileStorage.Tests.Runtime.Turns;

[Alias("runtime.gated")]
public interface IGatedGrain : IGrainWithStringKey
{
    /// <summary>Waits at a gate of the test.</summary>
    [Alias("write")]
    Task WriteAsync(string gate);

    [Alias("read"), ReadOnly]
    Task ReadAsync(string gate);

    [Alias("interleave"), AlwaysInterleave]
    Task InterleaveAsync(string gate);

    /// <summary>Calls another grain of the same kind and waits for it.</summary>
    [Alias("call-on")]
    Task CallOnAsync(string grain, string gate);

    /// <summary>Calls another grain, which calls this one back.</summary>
    [Alias("call-around")]
    Task CallAroundAsync(string grain);

    [Alias("tell"), OneWay]
    Task TellAsync(string gate);

    [Alias("tell-and-fail"), OneWay]
    Task TellAndFailAsync(string gate);

    /// <summary>Counts how many turns were ever on the grain's thread at once; must be one.</summary>
    [Alias("crowd"), AlwaysInterleave]
    Task<int> CrowdAsync(int turns);

    /// <summary>Whether what follows an await runs in the grain's own context again.</summary>
    [Alias("resumes-in-turn")]
    Task<bool> ResumesInTurnAsync();
}
