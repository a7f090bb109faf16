using FileStorage.Sync.Local;

namespace FileStorage.Tests.Simulation.Sync;

/// <summary>A file in the making; a crash forgets it.</summary>
internal sealed class VirtualStagedFile(SyncWorld world, long sizeBytes) : IStagedFile
{
    private readonly byte[] _bytes = new byte[sizeBytes];

    public async ValueTask WriteAsync(long offset, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await world.PauseAsync(cancellationToken);
        if (world.Strikes(world.Faults.DiskFull))
        {
            throw new LocalDiskFullException("The disk is full.");
        }

        bytes.CopyTo(_bytes.AsMemory((int)offset));
    }

    public byte[] ToArray() => [.. _bytes];

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
