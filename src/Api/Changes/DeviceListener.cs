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
            var rang = false;
            try
            {
                rang = Hear(await _device.ListenAsync(_heard, rest > TimeSpan.Zero ? rest : TimeSpan.Zero, shared, cancellationToken));
            }
            catch (TimeoutException) when (_heard is not null)
            {
                // No answer came, as when the process stood still for long, or the device's silo went away. What is not known then is asked for again:
                // else all who listen would be cut off at one instant, and come back at one.
            }

            if (rang || rest <= TimeSpan.Zero)
            {
                return rang;
            }
        }
    }

    private bool Hear(DeviceBell bell)
    {
        if (bell.IsRevoked)
        {
            throw Problem.Unauthenticated();
        }

        var rang = bell.Rings != _heard;
        _heard = bell.Rings;
        return rang;
    }
}
