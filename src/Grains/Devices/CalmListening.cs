using FileStorage.Grains.Interfaces.Devices;

namespace FileStorage.Grains.Devices;

/// <summary>Where no silo comes or goes.</summary>
internal sealed class CalmListening : IListeningLimit
{
    public TimeSpan Longest => IDeviceGrain.MaxPatience;

    public CancellationToken Ending => CancellationToken.None;
}
