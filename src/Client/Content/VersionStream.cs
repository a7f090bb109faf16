using System.Net;
using System.Net.Http.Headers;
using FileStorage.Client.Connections;

namespace FileStorage.Client.Content;

/// <summary>Reads a range of one version and takes a broken connection up again where it broke.</summary>
internal sealed class VersionStream(FileStorageClient client, string url, long offset, long length) : Stream
{
    private readonly Sender _sender = client.Sender;
    private readonly long _start = offset;
    private readonly long _length = length;
    private long _position = offset;
    private HttpResponseMessage? _response;
    private Stream? _body;

    private long End => _start + _length;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => _length;

    public override long Position
    {
        get => _position - _start;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position == End || buffer.Length == 0)
        {
            return 0;
        }

        var wanted = buffer[..(int)Math.Min(buffer.Length, End - _position)];
        long? firstFailure = null;
        for (var failures = 1; ; failures++)
        {
            Exception cause;
            try
            {
                _body ??= await OpenAsync(cancellationToken);
                var read = await _body.ReadAsync(wanted, _sender.IdleTimeout, _sender.Clock, cancellationToken);
                if (read > 0)
                {
                    _position += read;
                    await EndAsync(cancellationToken);
                    if (_sender.DownloadLimit is { } limit)
                    {
                        await limit.WaitAsync(read, cancellationToken);
                    }

                    return read;
                }

                cause = new HttpIOException(HttpRequestError.ResponseEnded, "The answer ended early.");
            }
            catch (Exception exception) when (exception is IOException or HttpRequestException or TimeoutException)
            {
                cause = exception;
            }

            Drop();
            firstFailure ??= _sender.Clock.GetTimestamp();
            var delay = _sender.Policy.NextDelay(
                failures, _sender.Clock.GetElapsedTime(firstFailure.Value), retryAfter: null, _sender.NextRandom());
            if (delay is null)
            {
                throw FileStorageException.Unreachable(client.Server, cause);
            }

            await Task.Delay(delay.Value, _sender.Clock, cancellationToken);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read this stream asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Drop();
        }

        base.Dispose(disposing);
    }

    private async Task<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        _response = await client.GetContentAsync(url, new RangeHeaderValue(_position, End - 1), cancellationToken);

        // A server may answer a range with the whole; then what lies before it is read and dropped.
        var skip = _response.StatusCode is HttpStatusCode.PartialContent ? 0 : _position;
        if (_response.Content.Headers.ContentRange is { From: { } from } && from != _position)
        {
            throw new FileStorageException("The server answered another range than was asked for.");
        }

        var body = await _response.Content.ReadAsStreamAsync(cancellationToken);
        var scratch = new byte[Math.Min(skip, 64 * 1024)];
        while (skip > 0)
        {
            var read = await body.ReadAsync(
                scratch.AsMemory(0, (int)Math.Min(skip, scratch.Length)), _sender.IdleTimeout, _sender.Clock, cancellationToken);
            if (read == 0)
            {
                throw new HttpIOException(HttpRequestError.ResponseEnded, "The answer ended early.");
            }

            skip -= read;
        }

        return body;
    }

    /// <summary>Takes in the end of the answer after its last byte: HTTP/2 counts an answer that is dropped before as a reset.</summary>
    private async Task EndAsync(CancellationToken cancellationToken)
    {
        if (_position != End)
        {
            return;
        }

        try
        {
            await _body!.ReadAsync(new byte[1], _sender.IdleTimeout, _sender.Clock, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or TimeoutException)
        {
            // Every byte that was asked for is here; what became of the connection after them does not matter.
            Drop();
        }
    }

    private void Drop()
    {
        _response?.Dispose();
        _response = null;
        _body = null;
    }
}
