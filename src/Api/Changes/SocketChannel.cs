using System.Net.WebSockets;
using System.Text;

namespace FileStorage.Api.Changes;

/// <summary>Signals over a WebSocket (RFC 6455), each a text message.</summary>
/// <param name="socket">The connection.</param>
/// <param name="words">How a signal is said; null: not at all.</param>
/// <param name="aborted">Ends it.</param>
internal sealed class SocketChannel(WebSocket socket, Func<LiveSignal, string?> words, CancellationToken aborted) : ILiveChannel, IDisposable
{
    /// <summary>The subprotocol that the server speaks.</summary>
    public const string Protocol = "filestorage.v1";

    /// <summary>What stands before the token in a subprotocol that carries it, for browsers, which cannot send the header.</summary>
    public const string TokenPrefix = "bearer.";

    /// <summary>The device's token opens nothing any more. From the range that is for applications.</summary>
    private const WebSocketCloseStatus Revoked = (WebSocketCloseStatus)4401;

    private const WebSocketCloseStatus Displaced = (WebSocketCloseStatus)4409;

    private readonly CancellationTokenSource _gone = CancellationTokenSource.CreateLinkedTokenSource(aborted);

    public CancellationToken Gone => _gone.Token;

    public void Dispose() => _gone.Dispose();

    /// <summary>How this service itself says its signals.</summary>
    public static string OwnWords(LiveSignal signal) => signal switch
    {
        LiveSignal.Ready => """{"type":"ready"}""",
        LiveSignal.Changes => """{"type":"changes"}""",
        LiveSignal.Heartbeat => """{"type":"heartbeat"}""",
        _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, "No such signal."),
    };

    public Task SendAsync(LiveSignal signal, CancellationToken cancellationToken) => words(signal) is { } text
        ? socket.SendAsync(Encoding.ASCII.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, cancellationToken)
        : Task.CompletedTask;

    public Task EndAsync(LiveEnd reason, CancellationToken cancellationToken) => reason switch
    {
        LiveEnd.Revoked => socket.CloseOutputAsync(Revoked, "The device was revoked.", cancellationToken),
        LiveEnd.Displaced => socket.CloseOutputAsync(Displaced, "The device has newer connections.", cancellationToken),
        LiveEnd.Closing => socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "The server stops.", cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "No such reason."),
    };

    /// <summary>Reads until the other side closes, so that its pings are answered; what it says is of no interest.</summary>
    public async Task DrainAsync()
    {
        var buffer = new byte[256];
        try
        {
            while ((await socket.ReceiveAsync(buffer.AsMemory(), aborted)).MessageType is not WebSocketMessageType.Close)
            {
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // Gone without a word.
        }

        await _gone.CancelAsync();
    }
}
