using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FileStorage.Api.Changes;

/// <summary>Signals as server-sent events (WHATWG HTML, 9.2).</summary>
internal sealed class EventChannel(HttpContext context) : ILiveChannel
{
    public const string MediaType = "text/event-stream";

    private Task _sending = Task.CompletedTask;

    public void Begin()
    {
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = MediaType;
        context.Response.Headers.CacheControl = "no-store";

        // Said to reverse proxies that would hold events back.
        context.Response.Headers["X-Accel-Buffering"] = "no";
    }

    public void Cut() => context.Abort();

    public Task SendAsync(LiveSignal signal) => _sending = WriteAsync(
        signal switch
        {
            LiveSignal.Ready => "ready",
            LiveSignal.Changes => "changes",
            LiveSignal.Heartbeat => "heartbeat",
            _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, "No such signal."),
        },
        CancellationToken.None);

    public async Task EndAsync(LiveEnd reason, CancellationToken cancellationToken)
    {
        // A signal may still be on its way to one who reads slowly.
        await _sending.WaitAsync(cancellationToken);
        await WriteAsync(
            reason switch
            {
                LiveEnd.Revoked => "revoked",
                LiveEnd.Displaced => "displaced",
                LiveEnd.Closing => "closing",
                _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "No such reason."),
            },
            cancellationToken);
    }

    private async Task WriteAsync(string name, CancellationToken cancellationToken) =>
        await context.Response.BodyWriter.WriteAsync(Encoding.ASCII.GetBytes($"event: {name}\ndata: {{}}\n\n"), cancellationToken);
}
