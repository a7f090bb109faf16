using FileStorage.Sync.State;

namespace FileStorage.Tests.Simulation.Sync;

/// <summary>Stored state that takes its time, so that a crash may come before or after a write.</summary>
internal sealed class FaultyState(InMemorySyncState state, SyncWorld world, VirtualDevice device) : ISyncState
{
    public async ValueTask<SyncStateContents> LoadAsync(CancellationToken cancellationToken)
    {
        await world.PauseAsync(cancellationToken);
        return await state.LoadAsync(cancellationToken);
    }

    public async ValueTask WriteAsync(SyncStateBatch batch, CancellationToken cancellationToken)
    {
        await world.PauseAsync(CancellationToken.None);
        if (device.IsStateFull)
        {
            throw new SyncStateFullException("No room.");
        }

        await state.WriteAsync(batch, CancellationToken.None);
        await world.PauseAsync(CancellationToken.None);
    }
}
