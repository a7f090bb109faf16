using FileStorage.Sync.Local;
using FileStorage.Sync.Remote;

namespace FileStorage.Tests.Simulation.Sync;

/// <summary>The way between a device and the service: requests and answers are slow, get lost, or the device is offline.</summary>
internal sealed class DeviceNetwork(SyncWorld world, VirtualDevice device)
{
    private const int PieceBytes = 8;

    public async Task<T> CallAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        await world.PauseAsync(cancellationToken);
        if (!device.IsOnline || world.Strikes(world.Faults.LostRequest))
        {
            throw new RemoteUnavailableException("The request was lost.", retryAfter: null);
        }

        var answer = await call();
        await world.PauseAsync(cancellationToken);
        return !device.IsOnline || world.Strikes(world.Faults.LostReply)
            ? throw new RemoteUnavailableException("The reply was lost.", retryAfter: null)
            : answer;
    }

    /// <summary>Content comes in pieces, of which the last may not come.</summary>
    public async Task DownloadAsync(byte[] content, IStagedFile target, CancellationToken cancellationToken)
    {
        for (var offset = 0; offset < content.Length; offset += PieceBytes)
        {
            if (!device.IsOnline)
            {
                throw new RemoteUnavailableException("Offline.", retryAfter: null);
            }

            await target.WriteAsync(offset, content.AsMemory(offset, Math.Min(PieceBytes, content.Length - offset)), cancellationToken);
        }
    }
}
