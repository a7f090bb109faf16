using FileStorage.Grains.Interfaces.Devices;

namespace FileStorage.Grains.Devices;

/// <summary>
/// For how long a device is listened to at a time. An activation that has to go, since the directory forgot it when another silo died, is not gone before
/// its last call has ended, and until then everybody who asks for the device waits: so nobody listens for long while silos come and go.
/// </summary>
public interface IListeningLimit
{
    /// <summary>For whoever begins now; at most <see cref="IDeviceGrain.MaxPatience"/>.</summary>
    TimeSpan Longest { get; }

    /// <summary>Cancelled when those who listen already are to begin anew.</summary>
    CancellationToken Ending { get; }
}
