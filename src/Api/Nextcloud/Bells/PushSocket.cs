using System.Net.WebSockets;
using System.Text;
using FileStorage.Api.Callers;
using FileStorage.Api.Changes;
using FileStorage.Api.Problems;
using FileStorage.Grains.Interfaces.Devices;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Nextcloud.Bells;

/// <summary>Nextcloud's notify_push on the bell of this service: the client sends its name, then its password, and is rung from then on.</summary>
internal sealed class PushSocket(IGrainFactory grains, DoorUsers users, LiveFeed feed, TimeProvider clock)
{
    public const string Address = "/push/ws";

    private const int MaxMessageBytes = 1024;

    private static readonly byte[] Authenticated = "authenticated"u8.ToArray();
    private static readonly byte[] FileChanged = "notify_file"u8.ToArray();
    private static readonly TimeSpan SignInPatience = TimeSpan.FromSeconds(15);

    public async Task ConnectAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            throw Problem.BadRequest("This address takes a WebSocket.");
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var patience = new CancellationTokenSource(SignInPatience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, patience.Token);
        Caller? caller;
        try
        {
            caller = await SignInAsync(socket, either.Token);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // It went away, or it never said who it is.
            socket.Abort();
            return;
        }

        if (caller is null)
        {
            await socket.SendAsync("err: Invalid credentials"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, context.RequestAborted);
            await socket.CloseOutputAsync(WebSocketCloseStatus.PolicyViolation, "Invalid credentials", context.RequestAborted);
            return;
        }

        await feed.RingAsync(caller, socket, Say);
    }

    private static byte[]? Say(LiveSignal signal) => signal switch
    {
        LiveSignal.Ready => Authenticated,
        LiveSignal.Changes => FileChanged,
        LiveSignal.Heartbeat => null,
        _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, "No such signal."),
    };

    private async Task<Caller?> SignInAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        var name = await ReadAsync(socket, cancellationToken);
        var password = await ReadAsync(socket, cancellationToken);
        return name is not null && DeviceToken.TryParse(password, out var token)
            && await grains.GetGrain<IDeviceGrain>(token.DeviceId).AuthenticateAsync(token.SecretHash, cancellationToken) is { } identity
            && await users.FindAsync(identity.UserId, cancellationToken) is { } user && user.IsCalled(name)
            ? new Caller(identity, token.SecretHash, grains)
            : null;
    }

    private static async Task<string?> ReadAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxMessageBytes];
        var length = 0;
        while (length < buffer.Length)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
            length += read.Count;
            if (read.MessageType != WebSocketMessageType.Text)
            {
                return null;
            }

            if (read.EndOfMessage)
            {
                return Encoding.UTF8.GetString(buffer, 0, length);
            }
        }

        return null;
    }
}
