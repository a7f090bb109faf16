using System.Net;

namespace FileStorage.Tests.Api.Tests.Hosting;

/// <summary>A body without a length that stops in its middle until it is told to go on.</summary>
internal sealed class PacedContent(byte[] first, byte[] rest) : HttpContent
{
    private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when the first part is on its way.</summary>
    public Task FirstSent => _sent.Task;

    public void GoOn() => _goOn.SetResult();

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(first);
        await stream.FlushAsync();
        _sent.SetResult();
        await _goOn.Task;
        await stream.WriteAsync(rest);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
