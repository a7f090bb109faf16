using System.Net.WebSockets;
using FileStorage.Api.Callers;
using FileStorage.Api.Hosting;
using FileStorage.Api.Problems;
using FileStorage.Grains.Interfaces.Drives;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace FileStorage.Api.Changes;

/// <summary>
/// GET /changes/live: rings a device when there may be changes. What rings while a signal is on its way is one more signal after it,
/// so that a slow reader costs no memory.
/// </summary>
internal sealed class LiveFeed(
    IGrainFactory grains, LiveConnections connections, IHostApplicationLifetime lifetime, TimeProvider clock, IOptions<GatewayOptions> options)
{
    // Between two rings of one connection; what is saved in a burst is also a page of changes read for each.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    // A connection that takes nothing for so long is dead.
    private static readonly TimeSpan SendPatience = TimeSpan.FromSeconds(30);

    private readonly TimeSpan _heartbeat = TimeSpan.FromSeconds(options.Value.HeartbeatSeconds);

    public async Task ConnectAsync(HttpContext context)
    {
        var caller = Caller.Of(context);
        var isSocket = context.WebSockets.IsWebSocketRequest;
        if (!isSocket && !context.Request.Headers.Accept.ToString().Contains(EventChannel.MediaType, StringComparison.OrdinalIgnoreCase))
        {
            throw Problem.BadRequest("This address takes a WebSocket, or a request that accepts text/event-stream.");
        }

        using var connection = connections.Enter(caller);
        if (isSocket)
        {
            await ConnectSocketAsync(context, connection);
            return;
        }

        var channel = new EventChannel(context);
        channel.Begin();
        await RunAsync(connection, channel);
    }

    private async Task ConnectSocketAsync(HttpContext context, LiveConnection connection)
    {
        var protocol = context.WebSockets.WebSocketRequestedProtocols.Contains(SocketChannel.Protocol) ? SocketChannel.Protocol : null;
        using var socket = await context.WebSockets.AcceptWebSocketAsync(protocol);
        await RunAsync(context, connection, socket, SocketChannel.OwnWords);
    }

    /// <summary>Rings a caller on a socket, in whatever words, until either side has enough.</summary>
    /// <exception cref="ProblemException">429: the user has too many connections.</exception>
    public async Task RingAsync(HttpContext context, Caller caller, WebSocket socket, Func<LiveSignal, string?> words)
    {
        using var connection = connections.Enter(caller);
        await RunAsync(context, connection, socket, words);
    }

    private async Task RunAsync(HttpContext context, LiveConnection connection, WebSocket socket, Func<LiveSignal, string?> words)
    {
        using var channel = new SocketChannel(socket, words, context.RequestAborted);
        var draining = channel.DrainAsync();
        await RunAsync(connection, channel);
        if (socket.State is WebSocketState.CloseReceived)
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }

        // A goodbye is answered, or it is not: no reason to wait long.
        await Task.WhenAny(draining, Task.Delay(TimeSpan.FromSeconds(1), clock, CancellationToken.None));
        socket.Abort();
        await draining;
    }

    private async Task RunAsync(LiveConnection connection, ILiveChannel channel)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            channel.Gone, connection.Displaced, lifetime.ApplicationStopping);
        try
        {
            await RingAsync(connection.Caller, channel, either.Token);
        }
        catch (ProblemException problem) when (problem.Status == StatusCodes.Status401Unauthorized)
        {
            await EndAsync(channel, LiveEnd.Revoked);
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            if (!channel.Gone.IsCancellationRequested)
            {
                await EndAsync(channel, connection.Displaced.IsCancellationRequested ? LiveEnd.Displaced : LiveEnd.Closing);
            }
        }
    }

    private async Task RingAsync(Caller caller, ILiveChannel channel, CancellationToken cancellationToken)
    {
        var listener = new DeviceListener(grains, caller, clock);
        await listener.WaitAsync(TimeSpan.Zero, cancellationToken);
        var known = await ReadNumberAsync(caller, cancellationToken);
        await SendAsync(channel, LiveSignal.Ready, cancellationToken);
        while (true)
        {
            var rang = await listener.WaitAsync(_heartbeat, cancellationToken);

            // A ring may be lost; the journal tells.
            var number = rang ? known : await ReadNumberAsync(caller, cancellationToken);
            await SendAsync(channel, rang || number != known ? LiveSignal.Changes : LiveSignal.Heartbeat, cancellationToken);
            known = rang ? await ReadNumberAsync(caller, cancellationToken) : number;
            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    private async Task<long> ReadNumberAsync(Caller caller, CancellationToken cancellationToken)
    {
        var sum = 0L;
        foreach (var driveId in (await ChangeFeed.SharedDrivesOfAsync(grains, caller, cancellationToken)).Prepend(caller.DriveId))
        {
            sum += (await grains.GetGrain<IDriveGrain>(driveId).GetSummaryAsync(cancellationToken)).JournalNumber;
        }

        return sum;
    }

    private async Task SendAsync(ILiveChannel channel, LiveSignal signal, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(SendPatience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        await channel.SendAsync(signal, either.Token);
    }

    private async Task EndAsync(ILiveChannel channel, LiveEnd reason)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1), clock);
        try
        {
            await channel.EndAsync(reason, patience.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException or IOException)
        {
            // The connection ends either way.
        }
    }
}
