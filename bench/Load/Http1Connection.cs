using System.Buffers.Text;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace FileStorage.Bench.Load;

/// <summary>
/// One kept HTTP/1.1 connection with one request in flight, over a blocking socket. It is here in place of HttpClient because it costs a
/// fraction of its CPU time, and client and server share the machine.
/// </summary>
internal sealed class Http1Connection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly string[] _commonHeaders;
    private readonly List<ArraySegment<byte>> _pieces = [];
    private readonly byte[] _head = new byte[4_096];
    private byte[] _received = new byte[64 * 1_024];
    private byte[] _answer = new byte[64 * 1_024];
    private int _filled;
    private int _read;

    /// <param name="url">The server.</param>
    /// <param name="tokens">Those that requests are sent with.</param>
    public Http1Connection(Uri url, params IReadOnlyList<string> tokens)
    {
        _socket.Connect(url.Host, url.Port);
        _commonHeaders = [.. tokens.Select(token => $" HTTP/1.1\r\nHost: {url.Authority}\r\nAuthorization: Bearer {token}\r\n")];
    }

    /// <summary>Sends a request with one of the tokens and reads its whole answer, which is good until the next call.</summary>
    public int Exchange(LoadRequest request, out ReadOnlySpan<byte> answer, int token = 0)
    {
        Send(request, token);
        _filled = _read = 0;
        var head = ReadHead();
        var status = int.Parse(head.Slice("HTTP/1.1 ".Length, 3), CultureInfo.InvariantCulture);
        if (Header(head, "transfer-encoding:"u8).SequenceEqual("chunked"u8))
        {
            answer = ReadChunked();
        }
        else
        {
            var length = Header(head, "content-length:"u8);
            answer = length.IsEmpty ? default : Take(int.Parse(length, CultureInfo.InvariantCulture));
        }

        return status;
    }

    public void Dispose() => _socket.Dispose();

    private void Send(LoadRequest request, int token)
    {
        var head = Encoding.ASCII.GetBytes(request.Method + " " + request.Target + _commonHeaders[token], _head);
        if (request.ContentType is not null)
        {
            head += Encoding.ASCII.GetBytes($"Content-Type: {request.ContentType}\r\n", _head.AsSpan(head));
        }

        if (!request.Body.IsEmpty)
        {
            head += Encoding.ASCII.GetBytes($"Content-Length: {request.Body.Length}\r\n", _head.AsSpan(head));
        }

        head += Encoding.ASCII.GetBytes("\r\n", _head.AsSpan(head));
        _pieces.Clear();
        _pieces.Add(new ArraySegment<byte>(_head, 0, head));
        if (!request.Body.IsEmpty)
        {
            _ = System.Runtime.InteropServices.MemoryMarshal.TryGetArray(request.Body, out var body);
            _pieces.Add(body);
        }

        // A blocking socket sends all of it.
        _socket.Send(_pieces);
    }

    private ReadOnlySpan<byte> ReadHead()
    {
        int end;
        while ((end = _received.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8)) < 0)
        {
            Receive();
        }

        _read = end + 4;
        return _received.AsSpan(0, end);
    }

    /// <summary>The next bytes of the body, in one piece.</summary>
    private ReadOnlySpan<byte> Take(int length)
    {
        while (_filled - _read < length)
        {
            Receive();
        }

        var taken = _received.AsSpan(_read, length);
        _read += length;
        return taken;
    }

    private ReadOnlySpan<byte> ReadChunked()
    {
        var total = 0;
        while (true)
        {
            int end;
            while ((end = _received.AsSpan(_read, _filled - _read).IndexOf("\r\n"u8)) < 0)
            {
                Receive();
            }

            if (!Utf8Parser.TryParse(_received.AsSpan(_read, end), out int length, out _, 'x'))
            {
                throw new InvalidDataException("The server sent a chunk without a length.");
            }

            _read += end + 2;
            if (total + length > _answer.Length)
            {
                Array.Resize(ref _answer, Math.Max(_answer.Length * 2, total + length));
            }

            Take(length).CopyTo(_answer.AsSpan(total));
            total += length;
            Take(2);
            if (length == 0)
            {
                return _answer.AsSpan(0, total);
            }
        }
    }

    private void Receive()
    {
        if (_filled == _received.Length)
        {
            Array.Resize(ref _received, _received.Length * 2);
        }

        var count = _socket.Receive(_received, _filled, _received.Length - _filled, SocketFlags.None);
        if (count == 0)
        {
            throw new EndOfStreamException("The server closed the connection in the middle of an answer.");
        }

        _filled += count;
    }

    private static ReadOnlySpan<byte> Header(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name)
    {
        foreach (var range in head.Split("\r\n"u8))
        {
            var line = head[range];
            if (line.Length > name.Length && Ascii.EqualsIgnoreCase(line[..name.Length], name))
            {
                return line[name.Length..].Trim((byte)' ');
            }
        }

        return default;
    }
}
