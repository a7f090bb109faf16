using Orleans.Concurrency;

namespace FileStorage.Tests.Runtime.Turns;

[GrainType("runtime.worker"), StatelessWorker(2)]
public sealed class WorkerGrain(Gates gates) : Grain, IWorkerGrain
{
    public Task WorkAsync(string gate) => gates.PassAsync(gate);
}
