using FileStorage.Api.Callers;
using FileStorage.Api.Hosting;
using FileStorage.Api.Problems;
using Microsoft.Extensions.Options;

namespace FileStorage.Api.Changes;

/// <summary>Bounds the connections of this process on which devices and users wait for changes.</summary>
internal sealed class LiveConnections(IOptions<GatewayOptions> options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, int> _counts = [];

    /// <summary>Counts a connection until it is disposed.</summary>
    /// <exception cref="ProblemException">429: the device or the user has too many.</exception>
    public LiveConnection Enter(Caller caller)
    {
        lock (_lock)
        {
            if (_counts.GetValueOrDefault(caller.DeviceId) >= options.Value.LiveConnectionsPerDevice
                || _counts.GetValueOrDefault(caller.UserId) >= options.Value.LiveConnectionsPerUser)
            {
                throw Problem.TooManyConnections();
            }

            Count(caller.DeviceId, 1);
            Count(caller.UserId, 1);
        }

        return new LiveConnection(this, caller);
    }

    internal void Leave(Caller caller)
    {
        lock (_lock)
        {
            Count(caller.DeviceId, -1);
            Count(caller.UserId, -1);
        }
    }

    private void Count(Guid id, int change)
    {
        var count = _counts.GetValueOrDefault(id) + change;
        if (count == 0)
        {
            _counts.Remove(id);
        }
        else
        {
            _counts[id] = count;
        }
    }
}
