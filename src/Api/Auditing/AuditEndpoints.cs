using FileStorage.Api.Batches;
using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Auditing;
using FileStorage.Api.Documentation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Api.Auditing;

/// <summary>Who did what.</summary>
internal static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder endpoints)
    {
        var reads = endpoints.ServiceProvider.GetRequiredService<AuditReads>();
        endpoints.MapGet("/audit", reads.ListAsync)
            .Describe("ListAudit", "What the caller did and what was done to what is theirs, newest first; for the administrator everything.", Access.Devices)
            .Choosing().Item().Paged().Produces<AuditPageBody>();
        endpoints.MapGet("/audit/export", reads.ExportAsync)
            .Describe("ExportAudit", "The same as JSON lines, oldest first, without a limit.", Access.Devices)
            .Choosing().Item().Gives(BatchPut.AnswerMediaType);
        endpoints.MapGet("/items/{id:guid}/audit", reads.ListOfItemAsync)
            .Describe("ListItemAudit", "What was done to an item, for those who may share it; for others what they did themselves.", Access.Devices)
            .Choosing().Paged().Produces<AuditPageBody>();
        endpoints.MapGet("/items/audit", reads.ListOfItemAsync)
            .Describe("ListItemAuditByPath", "What was done to the item at a path.", Access.Devices)
            .ByPath().Choosing().Paged().Produces<AuditPageBody>();
    }

    private static RouteHandlerBuilder Choosing(this RouteHandlerBuilder builder) => builder
        .Parameter("account", "What this account did and what was done to what is its own; another than one's own for the administrator.", ParameterKind.Id)
        .Parameter("kind", "Acts of one kind, for instance share-made.")
        .Parameter("from", "Since then, a time as in RFC 3339.")
        .Parameter("to", "Before then.");

    private static RouteHandlerBuilder Item(this RouteHandlerBuilder builder) =>
        builder.Parameter("item", "What was done to this item.", ParameterKind.Id);
}
