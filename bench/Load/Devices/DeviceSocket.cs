using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FileStorage.Bench.Load.Devices;

/// <summary>
/// A device that listens on a WebSocket (RFC 6455), over a bare socket: thousands of them have room in one process, and cost the machine they share
/// with the server next to nothing.
/// </summary>
internal sealed class DeviceSocket(Uri url, string token) : IDisposable
{
    private const int LongestHead = 1_024;
    private const int CloseOpcode = 8;

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _received = new byte[LongestHead];
    private int _filled;

    /// <summary>Connects, and returns when the server has said that it listens for changes.</summary>
    /// <param name="source">The address to come from: one address has fewer ports than a server may have devices.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidOperationException">The server does not want it; the message says why.</exception>
    public async Task ConnectAsync(IPAddress source, CancellationToken cancellationToken)
    {
        _socket.Bind(new IPEndPoint(source.MapToIPv6(), 0));
        await _socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(url.Host).MapToIPv6(), url.Port), cancellationToken);
        var request = $"GET /api/v1/changes/live HTTP/1.1\r\nHost: {url.Authority}\r\nAuthorization: Bearer {token}\r\nConnection: Upgrade\r\n"
            + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: bG9hZCBnZW5lcmF0b3IgMQ==\r\n\r\n";
        await _socket.SendAsync(Encoding.ASCII.GetBytes(request), cancellationToken);
        int end;
        while ((end = _received.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8)) < 0)
        {
            await ReceiveAsync(cancellationToken);
        }

        var head = Encoding.ASCII.GetString(_received, 0, end);
        if (!head.StartsWith("HTTP/1.1 101 ", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"The server answers {head.Split('\r')[0]} to a WebSocket.");
        }

        Drop(end + 4);
        while (!(await NextMessageAsync(cancellationToken)).Contains("ready", StringComparison.Ordinal))
        {
        }
    }

    /// <summary>Calls <paramref name="heard"/> whenever there are changes, until the connection ends.</summary>
    /// <exception cref="EndOfStreamException">The server has ended it.</exception>
    public async Task ListenAsync(Action heard, CancellationToken cancellationToken)
    {
        while (true)
        {
            if ((await NextMessageAsync(cancellationToken)).Contains("changes", StringComparison.Ordinal))
            {
                heard();
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    // What the server says is short and unmasked: one byte of opcode, one of length, the text.
    private async ValueTask<string> NextMessageAsync(CancellationToken cancellationToken)
    {
        while (_filled < 2 || _filled < 2 + _received[1])
        {
            await ReceiveAsync(cancellationToken);
        }

        var opcode = _received[0] & 0x0F;
        var text = Encoding.ASCII.GetString(_received, 2, _received[1]);
        Drop(2 + _received[1]);
        return opcode is CloseOpcode ? throw new EndOfStreamException($"The server closes the WebSocket: {text}.") : text;
    }

    private async ValueTask ReceiveAsync(CancellationToken cancellationToken)
    {
        var count = await _socket.ReceiveAsync(_received.AsMemory(_filled), cancellationToken);
        _filled += count > 0 ? count : throw new EndOfStreamException("The server has closed the connection.");
    }

    private void Drop(int count)
    {
        _received.AsSpan(count, _filled - count).CopyTo(_received);
        _filled -= count;
    }
}
