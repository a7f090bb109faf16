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
    private readonly Dictionary<Guid, LinkedList<LiveConnection>> _ofDevices = [];
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
            if (!_ofDevices.TryGetValue(caller.DeviceId, out var connections))
            {
                _ofDevices[caller.DeviceId] = connections = [];
            }

            connections.AddLast(connection);
            if (connections.Count > _options.Value.LiveConnectionsPerDevice)
            {
                displaced = connections.First!.Value;
                connections.RemoveFirst();
            }
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

            if (_ofDevices.TryGetValue(connection.Caller.DeviceId, out var connections)
                && connections.Remove(connection) && connections.Count == 0)
            {
                _ofDevices.Remove(connection.Caller.DeviceId);
            }
        }
    }

    private void EndAll()
    {
        List<LiveConnection> all;
        lock (_lock)
        {
            all = [.. _ofDevices.Values.SelectMany(connections => connections)];
        }

        all.ForEach(connection => connection.End(LiveEnd.Closing));
    }
}
