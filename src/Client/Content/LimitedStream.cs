using FileStorage.Client.Connections;

namespace FileStorage.Client.Content;

/// <summary>Passes on what is written in small steps, each when the limit allows it. Leaves the inner stream open.</summary>
internal sealed class LimitedStream(Stream inner, BandwidthLimit limit) : Stream
{
    private const int StepBytes = 16 * 1024;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var step = buffer[..Math.Min(buffer.Length, StepBytes)];
            await limit.WaitAsync(step.Length, cancellationToken);
            await inner.WriteAsync(step, cancellationToken);
            buffer = buffer[step.Length..];
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => throw new NotSupportedException("Write to this stream asynchronously.");

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Write to this stream asynchronously.");

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
