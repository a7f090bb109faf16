namespace FileStorage.Client.Connections;

/// <summary>Cuts a stream of newline-delimited text into lines, with an idle timeout on every read.</summary>
internal sealed class LineReader(Stream stream, Sender sender)
{
    private const int MaxLineBytes = 16 * 1024 * 1024;

    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    /// <summary>The next line without its end, valid until the next call; null at the end of the stream. Empty lines are left out.</summary>
    /// <exception cref="InvalidDataException">A line is longer than 16 MiB, or the last one has no end.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                var line = _buffer.AsMemory(_start, length);
                _start += length + 1;
                if (length > 0)
                {
                    return line;
                }

                continue;
            }

            if (!await FillAsync(cancellationToken))
            {
                return _start == _end ? null : throw new InvalidDataException("The server's answer was cut off.");
            }
        }
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= MaxLineBytes)
            {
                throw new InvalidDataException("The server sent a line without an end.");
            }

            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = await stream.ReadAsync(_buffer.AsMemory(_end), sender.IdleTimeout, sender.Clock, cancellationToken);
        _end += read;
        return read > 0;
    }
}
