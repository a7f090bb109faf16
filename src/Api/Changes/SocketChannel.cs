using System.Net.WebSockets;

namespace FileStorage.Api.Changes;

/// <summary>Signals over a WebSocket (RFC 6455), each a text message.</summary>
/// <param name="socket">The connection.</param>
/// <param name="words">How a signal is said; null: not at all.</param>
internal sealed class SocketChannel(WebSocket socket, Func<LiveSignal, byte[]?> words) : ILiveChannel
{
    /// <summary>The subprotocol that the server speaks.</summary>
    public const string Protocol = "filestorage.v1";

    /// <summary>What stands before the token in a subprotocol that carries it, for browsers, which cannot send the header.</summary>
    public const string TokenPrefix = "bearer.";

    /// <summary>The device's token opens nothing any more. From the range that is for applications.</summary>
    private const WebSocketCloseStatus Revoked = (WebSocketCloseStatus)4401;

    private const WebSocketCloseStatus Displaced = (WebSocketCloseStatus)4409;

    private static readonly byte[] Ready = """{"type":"ready"}"""u8.ToArray();
    private static readonly byte[] Changes = """{"type":"changes"}"""u8.ToArray();
    private static readonly byte[] Heartbeat = """{"type":"heartbeat"}"""u8.ToArray();

    // Of all connections: nobody reads what is written here.
    private static readonly byte[] Unread = new byte[256];

    /// <summary>How this service itself says its signals.</summary>
    public static byte[] OwnWords(LiveSignal signal) => signal switch
    {
        LiveSignal.Ready => Ready,
        LiveSignal.Changes => Changes,
        LiveSignal.Heartbeat => Heartbeat,
        _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, "No such signal."),
    };

    // Without a token, for which the socket would take a slower way: whoever waits gives up by cutting the connection.
    public Task SendAsync(LiveSignal signal) => words(signal) is { } text
        ? socket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None)
        : Task.CompletedTask;

    public Task EndAsync(LiveEnd reason, CancellationToken cancellationToken) => reason switch
    {
        LiveEnd.Revoked => socket.CloseOutputAsync(Revoked, "The device was revoked.", cancellationToken),
        LiveEnd.Displaced => socket.CloseOutputAsync(Displaced, "The device has newer connections.", cancellationToken),
        LiveEnd.Closing => socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "The server stops.", cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "No such reason."),
    };

    public void Cut() => socket.Abort();

    /// <summary>
    /// Reads until the other side closes or is gone, which ends the connection, so that its pings are answered; what it says is of no interest.
    /// Without a token, which each of the layers below would keep a note of for as long as the connection lasts.
    /// </summary>
    public async Task DrainAsync(LiveConnection connection)
    {
        try
        {
            while ((await socket.ReceiveAsync(Unread.AsMemory(), CancellationToken.None)).MessageType is not WebSocketMessageType.Close)
            {
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // Gone without a word.
        }

        connection.End(LiveEnd.Gone);
    }
}
