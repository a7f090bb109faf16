using FileStorage.Api.Callers;
using FileStorage.Api.Content;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Documentation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Api.Tus;

/// <summary>tus 1.0, and the IETF's resumable uploads.</summary>
internal static class TusEndpoints
{
    private static readonly string[] Options = [HttpMethods.Options];
    private static readonly string[] Head = [HttpMethods.Head];
    private static readonly string[] Patch = [HttpMethods.Patch];

    public static void MapTus(this IEndpointRouteBuilder endpoints)
    {
        var door = endpoints.ServiceProvider.GetRequiredService<TusDoor>();
        endpoints.MapMethods("/tus", Options, door.BeginAsync)
            .Describe("DescribeTus", "What is spoken here of tus and of the IETF's resumable uploads.", Access.Anyone).Produces(204);
        endpoints.MapPost("/tus", door.BeginAsync)
            .Describe("BeginTusUpload", "Begins an upload that comes in order, as tus or the IETF's draft does.", Access.Devices)
            .Takes(ContentEndpoints.AnyBytes).ByPath().Edits().Conditional().Produces<ItemBody>(200).Produces<ItemBody>(201);
        endpoints.MapMethods("/tus/{id:guid}", Head, door.AnswerAsync)
            .Describe("TellTusUpload", "How much of an upload has come.", Access.Devices).Produces(200).Produces(204);
        endpoints.MapGet("/tus/{id:guid}", door.AnswerAsync)
            .Describe("GetTusUpload", "The same.", Access.Devices).Produces(200).Produces(204);
        endpoints.MapMethods("/tus/{id:guid}", Patch, door.AnswerAsync)
            .Describe("AppendToTusUpload", "Appends to an upload; with the last byte it becomes a file.", Access.Devices)
            .Takes(ContentEndpoints.AnyBytes).Produces(204).Produces<ItemBody>(200).Produces<ItemBody>(201);
        endpoints.MapDelete("/tus/{id:guid}", door.AnswerAsync)
            .Describe("DeleteTusUpload", "Gives an upload up.", Access.Devices).Produces(204);
        endpoints.MapPost("/tus/{id:guid}", door.AnswerAsync)
            .Describe("OverrideTusUpload", "One of the others, named by X-HTTP-Method-Override.", Access.Devices)
            .Takes(ContentEndpoints.AnyBytes).Produces(204);
        endpoints.MapMethods("/tus/{id:guid}", Options, door.AnswerAsync)
            .Describe("DescribeTusUpload", "As of /tus.", Access.Anyone).Produces(204);
    }
}
