using FileStorage.Api.Callers;
using FileStorage.Api.Hosting;
using FileStorage.Api.Problems;
using FileStorage.Api.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace FileStorage.Api.Changes;

/// <summary>
/// Bounds the connections of this process on which devices and users wait for changes. A device that has too many loses its oldest: a
/// network that comes and goes leaves dead ones behind, which must not keep the device out.
/// </summary>
internal sealed class LiveConnections
{
    private readonly IOptions<GatewayOptions> _options;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly Lock _lock = new();

    // The oldest of each, which leads to those that are newer: mostly it is alone.
    private readonly Dictionary<Guid, LiveConnection> _ofDevices = [];
    private readonly Dictionary<Guid, int> _ofUsers = [];

    public LiveConnections(IOptions<GatewayOptions> options, IHostApplicationLifetime lifetime)
    {
        (_options, _lifetime) = (options, lifetime);
        lifetime.ApplicationStopping.Register(EndAll);
    }

    /// <summary>Counts a connection until it is disposed.</summary>
    /// <exception cref="ProblemException">429: the user has too many.</exception>
    public LiveConnection Enter(Caller caller)
    {
        var connection = new LiveConnection(this, caller);
        LiveConnection? displaced = null;
        lock (_lock)
        {
            var count = _ofUsers.GetValueOrDefault(caller.UserId);
            if (count >= _options.Value.LiveConnectionsPerUser)
            {
                throw Problem.TooManyConnections();
            }

            _ofUsers[caller.UserId] = count + 1;
            displaced = Add(connection);
        }

        GatewayMetrics.LiveConnections.Add(1);
        displaced?.End(LiveEnd.Displaced);
        if (_lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // It may have come when the others had been ended.
            connection.End(LiveEnd.Closing);
        }

        return connection;
    }

    internal void Leave(LiveConnection connection)
    {
        GatewayMetrics.LiveConnections.Add(-1);
        lock (_lock)
        {
            if (--_ofUsers[connection.Caller.UserId] == 0)
            {
                _ofUsers.Remove(connection.Caller.UserId);
            }

            Remove(connection);
        }
    }

    // The oldest one where the device has too many now.
    private LiveConnection? Add(LiveConnection connection)
    {
        var deviceId = connection.Caller.DeviceId;
        if (!_ofDevices.TryGetValue(deviceId, out var oldest))
        {
            _ofDevices[deviceId] = connection;
            return null;
        }

        var (last, count) = (oldest, 2);
        for (; last.Newer is { } newer; count++)
        {
            last = newer;
        }

        last.Newer = connection;
        if (count <= _options.Value.LiveConnectionsPerDevice)
        {
            return null;
        }

        Remove(oldest);
        return oldest;
    }

    private void Remove(LiveConnection connection)
    {
        var deviceId = connection.Caller.DeviceId;
        LiveConnection? before = null;
        for (var each = _ofDevices.GetValueOrDefault(deviceId); each is not null; (before, each) = (each, each.Newer))
        {
            if (each == connection)
            {
                Unlink(deviceId, before, connection.Newer);
                connection.Newer = null;
                return;
            }
        }
    }

    private void Unlink(Guid deviceId, LiveConnection? before, LiveConnection? newer)
    {
        if (before is not null)
        {
            before.Newer = newer;
        }
        else if (newer is not null)
        {
            _ofDevices[deviceId] = newer;
        }
        else
        {
            _ofDevices.Remove(deviceId);
        }
    }

    private void EndAll()
    {
        List<LiveConnection> all = [];
        lock (_lock)
        {
            foreach (var oldest in _ofDevices.Values)
            {
                for (var each = oldest; each is not null; each = each.Newer)
                {
                    all.Add(each);
                }
            }
        }

        all.ForEach(connection => connection.End(LiveEnd.Closing));
    }
}
