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
        using var aborted = context.RequestAborted.UnsafeRegister(static state => ((LiveConnection)state!).End(LiveEnd.Gone), connection);
        await RunAsync(connection, channel);
    }

    private async Task ConnectSocketAsync(HttpContext context, LiveConnection connection)
    {
        var protocol = context.WebSockets.WebSocketRequestedProtocols.Contains(SocketChannel.Protocol) ? SocketChannel.Protocol : null;

        // Our own heartbeat keeps it alive.
        using var socket = await context.WebSockets.AcceptWebSocketAsync(
            new WebSocketAcceptContext { SubProtocol = protocol, KeepAliveInterval = TimeSpan.Zero });

        // Nobody asks for them any more, and the token among them need not stay in memory for days.
        context.Request.Headers.Clear();
        await RunAsync(connection, socket, SocketChannel.OwnWords);
    }

    /// <summary>Rings a caller on a socket, in whatever words, until either side has enough.</summary>
    /// <exception cref="ProblemException">429: the user has too many connections.</exception>
    public async Task RingAsync(Caller caller, WebSocket socket, Func<LiveSignal, byte[]?> words)
    {
        using var connection = connections.Enter(caller);
        await RunAsync(connection, socket, words);
    }

    private async Task RunAsync(LiveConnection connection, WebSocket socket, Func<LiveSignal, byte[]?> words)
    {
        var channel = new SocketChannel(socket, words);
        var draining = DrainAsync(connection, channel);
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

    private static async Task DrainAsync(LiveConnection connection, SocketChannel channel)
    {
        await channel.DrainAsync();
        connection.End(LiveEnd.Gone);
    }

    private async Task RunAsync(LiveConnection connection, ILiveChannel channel)
    {
        try
        {
            await RingAsync(connection, channel);
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

    private async Task RingAsync(LiveConnection connection, ILiveChannel channel)
    {
        var (caller, cancellationToken) = (connection.Caller, connection.Ended);
        var listener = new DeviceListener(grains, caller, clock);
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
