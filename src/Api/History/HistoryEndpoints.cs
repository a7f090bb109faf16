using FileStorage.Api.Callers;
using FileStorage.Api.Content;
using FileStorage.Api.Contracts.History;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Documentation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Api.History;

/// <summary>The past: looking at it, and going back to it.</summary>
internal static class HistoryEndpoints
{
    private static readonly string[] Reads = [HttpMethods.Get, HttpMethods.Head];

    public static void MapHistory(this IEndpointRouteBuilder endpoints)
    {
        var reads = endpoints.ServiceProvider.GetRequiredService<PastReads>();
        var rewind = endpoints.ServiceProvider.GetRequiredService<RewindCommands>();

        InThePast(endpoints.MapGet("/rewind/items", reads.GetAsync)
            .Describe("GetPastItem", "An item as it was at a moment.", Access.Devices)).Produces<ItemBody>();
        InThePast(endpoints.MapGet("/rewind/children", reads.ListAsync)
            .Describe("ListPastChildren", "What a folder held at a moment, by name.", Access.Devices)).Paged().Produces<ItemPageBody>();
        InThePast(endpoints.MapMethods("/rewind/content", Reads, reads.GetContentAsync)
            .Describe("GetPastContent", "The content that a file had at a moment.", Access.Devices)).Gives(ContentEndpoints.AnyBytes);
        InThePast(endpoints.MapGet("/rewind/changes", rewind.PreviewAsync)
            .Describe("PreviewRewind", "What a rewind would do; nothing is changed.", Access.Devices))
            .Parameter("limit", "Most single changes of the answer, 1 to 1000; brought into range.", ParameterKind.Number)
            .Produces<RewindBody>();
        var policy = endpoints.ServiceProvider.GetRequiredService<PolicySettings>();
        endpoints.MapGet("/history/policy", policy.GetAsync)
            .Describe("GetHistoryPolicy", "How long the drive keeps old versions and its trash.", Access.Devices).Produces<HistoryPolicyBody>();
        endpoints.MapPut("/history/policy", policy.SetAsync)
            .Describe("SetHistoryPolicy", "Says how long the drive keeps old versions and its trash.", Access.Devices)
            .Takes<HistoryPolicyRequest>().Produces<HistoryPolicyBody>();
        endpoints.MapDelete("/history/policy", policy.ClearAsync)
            .Describe("ClearHistoryPolicy", "Goes back to what the server says.", Access.Devices).Produces<HistoryPolicyBody>();
        endpoints.MapPost("/rewind", rewind.RewindAsync)
            .Describe("Rewind", "Makes a folder, a file or the whole drive what it was at a moment.", Access.Devices)
            .Takes<RewindRequestBody>().Repeatable().Produces<RewindBody>(200).Produces<RewindBody>(202);
    }

    private static RouteHandlerBuilder InThePast(RouteHandlerBuilder builder) => builder
        .Parameter("path", "The path that the item had at that moment, for instance /a/b; this or id.")
        .Parameter("id", "The item's id; this or path.", ParameterKind.Id)
        .Parameter("at", "The moment, a time of RFC 3339; this or number.")
        .Parameter("number", "The moment exactly: after the change of this number; 0 is before the first.", ParameterKind.Number);
}
