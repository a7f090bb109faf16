using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Changes;
using FileStorage.Api.Documentation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Api.Changes;

internal static class ChangeEndpoints
{
    public static void MapChanges(this IEndpointRouteBuilder endpoints)
    {
        var reads = endpoints.ServiceProvider.GetRequiredService<ChangeReads>();
        endpoints.MapGet("/changes", reads.ReadAsync)
            .Describe("ReadChanges", "What changed since a cursor; without one, everything there is.", Access.Devices)
            .Parameter("cursor", "The \"cursor\" of the page before.")
            .Parameter("limit", "Most changes of the answer, 1 to 1000; brought into range.", ParameterKind.Number)
            .Parameter("wait", "Seconds to wait for a change where there is none, at most 60.", ParameterKind.Number)
            .Produces<ChangesBody>();

        var live = endpoints.ServiceProvider.GetRequiredService<LiveFeed>();
        endpoints.MapGet("/changes/live", live.ConnectAsync)
            .Describe("ListenToChanges", "Rings when there may be changes: a WebSocket, or server-sent events.", Access.Devices)
            .Gives(EventChannel.MediaType);
    }
}
