using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Documentation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Api.Items;

/// <summary>The tree: /items and /folders. Each operation stands by id and by ?path=.</summary>
internal static class ItemEndpoints
{
    public static void MapItems(this IEndpointRouteBuilder endpoints)
    {
        var commands = endpoints.ServiceProvider.GetRequiredService<ItemCommands>();
        var copy = endpoints.ServiceProvider.GetRequiredService<ItemCopy>();

        endpoints.MapGet("/items/{id:guid}", ItemReads.GetAsync)
            .Describe("GetItem", "An item, live or in the trash.", Access.Devices).Produces<ItemBody>();
        endpoints.MapGet("/items", ItemReads.GetAsync)
            .Describe("GetItemByPath", "The item at a path.", Access.Devices).ByPath().Produces<ItemBody>();
        endpoints.MapGet("/items/{id:guid}/children", ItemReads.ListAsync)
            .Describe("ListChildren", "The items of a folder, by name.", Access.Devices).Paged().Produces<ItemPageBody>();
        endpoints.MapGet("/items/children", ItemReads.ListAsync)
            .Describe("ListChildrenByPath", "The items of the folder at a path, by name.", Access.Devices)
            .ByPath().Paged().Produces<ItemPageBody>();

        endpoints.MapPost("/folders", commands.MakeFolderAsync)
            .Describe("MakeFolder", "Makes a folder.", Access.Devices)
            .Takes<MakeFolderRequest>().Repeatable().Produces<ItemBody>(200).Produces<ItemBody>(201);
        endpoints.MapPost("/items/{id:guid}/move", commands.MoveAsync)
            .Describe("MoveItem", "Moves or renames an item.", Access.Devices)
            .Takes<PlaceRequest>().Conditional().Repeatable().Produces<ItemBody>();
        endpoints.MapPost("/items/move", commands.MoveAsync)
            .Describe("MoveItemByPath", "Moves or renames the item at a path.", Access.Devices)
            .ByPath().Takes<PlaceRequest>().Conditional().Repeatable().Produces<ItemBody>();
        endpoints.MapPost("/items/{id:guid}/copy", copy.CopyAsync)
            .Describe("CopyItem", "Copies an item with all below it; no bytes are moved.", Access.Devices)
            .Takes<PlaceRequest>().Repeatable().Produces<CopyBody>(201);
        endpoints.MapPost("/items/copy", copy.CopyAsync)
            .Describe("CopyItemByPath", "Copies the item at a path with all below it; no bytes are moved.", Access.Devices)
            .ByPath().Takes<PlaceRequest>().Repeatable().Produces<CopyBody>(201);
        endpoints.MapDelete("/items/{id:guid}", commands.DeleteAsync)
            .Describe("DeleteItem", "Puts an item into the trash.", Access.Devices).Conditional().Repeatable().Produces(204);
        endpoints.MapDelete("/items", commands.DeleteAsync)
            .Describe("DeleteItemByPath", "Puts the item at a path into the trash.", Access.Devices)
            .ByPath().Conditional().Repeatable().Produces(204);
    }
}
