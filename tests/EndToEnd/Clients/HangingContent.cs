using System.Net;

namespace FileStorage.Tests.EndToEnd.Clients;

/// <summary>A body without a length that stops after these bytes until the test ends it.</summary>
internal sealed class HangingContent(ReadOnlyMemory<byte> bytes) : HttpContent
{
    private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Sent => _sent.Task;

    public void End() => _end.TrySetResult();

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(bytes);
        await stream.FlushAsync();
        _sent.SetResult();
        await _end.Task;
        await stream.WriteAsync(new byte[1]);
        await stream.FlushAsync();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
