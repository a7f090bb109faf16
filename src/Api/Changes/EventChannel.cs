using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FileStorage.Api.Changes;

/// <summary>Signals as server-sent events (WHATWG HTML, 9.2).</summary>
internal sealed class EventChannel(HttpContext context) : ILiveChannel
{
    public const string MediaType = "text/event-stream";

    public CancellationToken Gone => context.RequestAborted;

    public void Begin()
    {
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = MediaType;
        context.Response.Headers.CacheControl = "no-store";

        // Said to reverse proxies that would hold events back.
        context.Response.Headers["X-Accel-Buffering"] = "no";
    }

    public Task SendAsync(LiveSignal signal, CancellationToken cancellationToken) => SendAsync(
        signal switch
        {
            LiveSignal.Ready => "ready",
            LiveSignal.Changes => "changes",
            LiveSignal.Heartbeat => "heartbeat",
            _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, "No such signal."),
        },
        cancellationToken);

    public Task EndAsync(LiveEnd reason, CancellationToken cancellationToken) => SendAsync(
        reason switch
        {
            LiveEnd.Revoked => "revoked",
            LiveEnd.Displaced => "displaced",
            LiveEnd.Closing => "closing",
            _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "No such reason."),
        },
        cancellationToken);

    private async Task SendAsync(string name, CancellationToken cancellationToken) =>
        await context.Response.BodyWriter.WriteAsync(Encoding.ASCII.GetBytes($"event: {name}\ndata: {{}}\n\n"), cancellationToken);
}
