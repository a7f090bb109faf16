using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Documentation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Api.Trash;

internal static class TrashEndpoints
{
    public static void MapTrash(this IEndpointRouteBuilder endpoints)
    {
        var trash = endpoints.ServiceProvider.GetRequiredService<TrashCan>();
        endpoints.MapGet("/trash", trash.ListAsync)
            .Describe("ListTrash", "What was put into the trash; with the path of a shared folder, what was deleted in it.", Access.Devices)
            .Parameter("path", "A folder that somebody else shares.", ParameterKind.Text).Paged().Produces<ItemPageBody>();
        endpoints.MapPost("/trash/{id:guid}/restore", trash.RestoreAsync)
            .Describe("RestoreFromTrash", "Takes an item out of the trash.", Access.Devices)
            .Takes<PlaceRequest>().Repeatable().Produces<ItemBody>();
        endpoints.MapDelete("/trash/{id:guid}", trash.PurgeAsync)
            .Describe("PurgeItem", "Deletes an item of the trash for good.", Access.Devices).Repeatable().Produces(204);
        endpoints.MapDelete("/trash", trash.PurgeAllAsync)
            .Describe("EmptyTrash", "Deletes everything in the trash for good.", Access.Devices).Repeatable().Produces(204);
    }
}
