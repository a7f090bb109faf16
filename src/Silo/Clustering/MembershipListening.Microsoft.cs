using FileStorage.Grains.Devices;
using FileStorage.Grains.Interfaces.Devices;

namespace FileStorage.Silo.Clustering;

/// <summary>Has everybody who listens begin anew when a silo comes or goes, and listen for moments only until activations have found their places.</summary>
internal sealed class MembershipListening : IListeningLimit, ISiloStatusListener, IDisposable
{
    private static readonly TimeSpan Unsettled = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _clock;
    private CancellationTokenSource _ending = new();
    private long _changedAt;

    public MembershipListening(ISiloStatusOracle silos, TimeProvider clock)
    {
        _clock = clock;
        _changedAt = clock.GetTimestamp();
        silos.SubscribeToSiloStatusEvents(this);
    }

    public TimeSpan Longest => _clock.GetElapsedTime(Interlocked.Read(ref _changedAt)) < Unsettled ? Moment : IDeviceGrain.MaxPatience;

    public CancellationToken Ending => Volatile.Read(ref _ending).Token;

    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        Interlocked.Exchange(ref _changedAt, _clock.GetTimestamp());

        // Not disposed: whoever has its token may still wait by it.
        _ = Interlocked.Exchange(ref _ending, new CancellationTokenSource()).CancelAsync();
    }

    public void Dispose() => _ending.Dispose();
}
