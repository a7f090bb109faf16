using Orleans.Concurrency;

namespace FileStorage.Tests.Runtime.Turns;

[GrainType("runtime.reentrant"), Reentrant]
public sealed class ReentrantGrain(Gates gates) : Grain, IReentrantGrain
{
    public Task WriteAsync(string gate) => gates.PassAsync(gate);
}
