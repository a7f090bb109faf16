using System.Net.WebSockets;
using FileStorage.Api.Callers;
using FileStorage.Api.Hosting;
using FileStorage.Api.Problems;
using FileStorage.Grains.Interfaces.Drives;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace FileStorage.Api.Changes;

/// <summary>
/// GET /changes/live: rings a device when there may be changes. What rings while a signal is on its way is one more signal after it,
/// so that a slow reader costs no memory.
/// </summary>
internal sealed class LiveFeed(
    IGrainFactory grains, LiveConnections connections, TimeProvider clock, IOptions<GatewayOptions> options)
{
    // Between two rings of one connection; what is saved in a burst is also a page of changes read for each.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    // A connection that takes nothing for so long is dead.
    private static readonly TimeSpan SendPatience = TimeSpan.FromSeconds(30);

    private readonly TimeSpan _heartbeat = TimeSpan.FromSeconds(options.Value.HeartbeatSeconds);

    // Every method that waits as long as the connection lasts costs each of them some hundred bytes: there are few.
    public Task ConnectAsync(HttpContext context)
    {
        if (context.WebSockets.IsWebSocketRequest)
        {
            return ConnectSocketAsync(context, Caller.Of(context));
        }

        return context.Request.Headers.Accept.ToString().Contains(EventChannel.MediaType, StringComparison.OrdinalIgnoreCase)
            ? ConnectEventsAsync(context, Caller.Of(context))
            : throw Problem.BadRequest("This address takes a WebSocket, or a request that accepts text/event-stream.");
    }

    private async Task ConnectEventsAsync(HttpContext context, Caller caller)
    {
        using var connection = connections.Enter(caller);
        var channel = new EventChannel(context);
        channel.Begin();
        using var aborted = context.RequestAborted.UnsafeRegister(static state => ((LiveConnection)state!).End(LiveEnd.Gone), connection);
        await RunAsync(connection, channel);
    }

    private async Task ConnectSocketAsync(HttpContext context, Caller caller)
    {
        using var connection = connections.Enter(caller);
        var protocol = context.WebSockets.WebSocketRequestedProtocols.Contains(SocketChannel.Protocol) ? SocketChannel.Protocol : null;

        // Our own heartbeat keeps it alive.
        using var socket = await context.WebSockets.AcceptWebSocketAsync(
            new WebSocketAcceptContext { SubProtocol = protocol, KeepAliveInterval = TimeSpan.Zero });

        Forget(context.Request.Headers);
        var channel = new SocketChannel(socket, SocketChannel.OwnWords);
        var draining = channel.DrainAsync(connection);
        await RunAsync(connection, channel);
        await PartAsync(socket, draining);
    }

    // The token need not stay in memory for days; Kestrel keeps what is only cleared, for the next request to compare with.
    private static void Forget(IHeaderDictionary headers)
    {
        headers.Authorization = default;
        headers.Cookie = default;
        headers.Host = default;
        headers.Origin = default;
        headers.SecWebSocketProtocol = default;
        headers.UserAgent = default;
        headers.Clear();
    }

    /// <summary>Rings a caller on a socket, in whatever words, until either side has enough.</summary>
    /// <exception cref="ProblemException">429: the user has too many connections.</exception>
    public async Task RingAsync(Caller caller, WebSocket socket, Func<LiveSignal, byte[]?> words)
    {
        using var connection = connections.Enter(caller);
        var channel = new SocketChannel(socket, words);
        var draining = channel.DrainAsync(connection);
        await RunAsync(connection, channel);
        await PartAsync(socket, draining);
    }

    private async Task PartAsync(WebSocket socket, Task draining)
    {
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
        var (caller, cancellationToken) = (connection.Caller, connection.Ended);
        var listener = new DeviceListener(grains, caller, clock);
        try
        {
            await listener.WaitAsync(TimeSpan.Zero, cancellationToken);
            var known = await ReadNumberAsync(caller, cancellationToken);
            await SendAsync(connection, channel, LiveSignal.Ready);
            while (true)
            {
                var rang = await listener.WaitAsync(_heartbeat, cancellationToken);

                // A ring may be lost; the journal tells. It is asked before the signal: what comes after that may be missed by whoever follows it.
                var number = await ReadNumberAsync(caller, cancellationToken);
                await SendAsync(connection, channel, rang || number != known ? LiveSignal.Changes : LiveSignal.Heartbeat);
                known = number;
                await Task.Delay(Pause, clock, cancellationToken);
            }
        }
        catch (ProblemException problem) when (problem.Status == StatusCodes.Status401Unauthorized)
        {
            await EndAsync(channel, LiveEnd.Revoked);
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            if (connection.Reason is not LiveEnd.Gone)
            {
                await EndAsync(channel, connection.Reason ?? LiveEnd.Closing);
            }
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

    private async Task SendAsync(LiveConnection connection, ILiveChannel channel, LiveSignal signal)
    {
        var sending = channel.SendAsync(signal);
        try
        {
            // Nearly always done by now; then nothing is made to wait with.
            await (sending.IsCompleted ? sending : sending.WaitAsync(SendPatience, clock, connection.Ended));
        }
        catch (TimeoutException)
        {
            connection.End(LiveEnd.Gone);
            channel.Cut();
            connection.Ended.ThrowIfCancellationRequested();
        }
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
            // The connection ends either way; what is still on its way ends with it.
            channel.Cut();
        }
    }
}
