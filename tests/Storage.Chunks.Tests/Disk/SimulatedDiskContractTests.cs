using FileStorage.Storage.Chunks;

namespace FileStorage.Tests.Storage.Chunks.Tests.Disk;

/// <summary>The simulated disk behaves as the real one does when nothing fails, or the tests of failures would prove nothing.</summary>
public sealed class SimulatedDiskContractTests : ChunkStoreContract, IDisposable
{
    private readonly SimulatedDisk _disk = new();

    protected override IChunkStore Store => _disk.Store;

    public void Dispose() => _disk.Dispose();
}
