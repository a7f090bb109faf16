using System.Diagnostics;
using OpenTelemetry;

namespace FileStorage.Silo.Telemetry;

/// <summary>Takes out of traces what may hold names of files or tokens of links; the route stays.</summary>
internal sealed class NamelessActivities : BaseProcessor<Activity>
{
    private static readonly string[] Names =
        ["url.path", "url.query", "url.full", "http.target", "http.url", "client.address", "user_agent.original", "network.peer.address"];

    public override void OnEnd(Activity data)
    {
        foreach (var name in Names)
        {
            data.SetTag(name, null);
        }
    }
}
