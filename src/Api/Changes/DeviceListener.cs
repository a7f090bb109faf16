using FileStorage.Api.Callers;
using FileStorage.Api.Problems;
using FileStorage.Grains.Interfaces.Devices;

namespace FileStorage.Api.Changes;

/// <summary>Listens to a device's bell for one request.</summary>
internal sealed class DeviceListener(IGrainFactory grains, Caller caller, TimeProvider clock)
{
    private readonly IDeviceGrain _device = grains.GetGrain<IDeviceGrain>(caller.DeviceId);
    private long? _heard;

    /// <summary>
    /// Whether the bell rang since the last answer: true as soon as it did, false when the patience is over. The first call is true at
    /// once: from then on nothing is missed.
    /// </summary>
    /// <exception cref="ProblemException">401: the device was revoked.</exception>
    public async Task<bool> WaitAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            var rest = patience - clock.GetElapsedTime(began);
            var shared = await ChangeFeed.SharedDrivesOfAsync(grains, caller, cancellationToken);
            var bell = await _device.ListenAsync(_heard, rest > TimeSpan.Zero ? rest : TimeSpan.Zero, shared, cancellationToken);
            if (bell.IsRevoked)
            {
                throw Problem.Unauthenticated();
            }

            var rang = bell.Rings != _heard;
            _heard = bell.Rings;
            if (rang || rest <= TimeSpan.Zero)
            {
                return rang;
            }
        }
    }
}
