using FileStorage.Api.Callers;
using FileStorage.Api.Content;
using FileStorage.Api.Contracts.Links;
using FileStorage.Api.Documentation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Api.Links;

/// <summary>Public links: for those who make them, and for those who come by them.</summary>
internal static class LinkEndpoints
{
    private static readonly string[] Reads = [HttpMethods.Get, HttpMethods.Head];

    public static void MapLinks(this IEndpointRouteBuilder endpoints)
    {
        var links = endpoints.ServiceProvider.GetRequiredService<Links>();
        endpoints.MapPost("/items/{id:guid}/links", links.CreateAsync)
            .Describe("MakeLink", "Makes a public link to an item.", Access.Devices).Takes<LinkRequest>().Produces<LinkBody>(201);
        endpoints.MapPost("/items/links", links.CreateAsync)
            .Describe("MakeLinkByPath", "Makes a public link to the item at a path.", Access.Devices)
            .ByPath().Takes<LinkRequest>().Produces<LinkBody>(201);
        endpoints.MapGet("/items/{id:guid}/links", links.ListOfItemAsync)
            .Describe("ListLinks", "The links that open an item: to it, or to a folder above it.", Access.Devices).Produces<LinkListBody>();
        endpoints.MapGet("/items/links", links.ListOfItemAsync)
            .Describe("ListLinksByPath", "The links that open the item at a path.", Access.Devices).ByPath().Produces<LinkListBody>();
        endpoints.MapGet("/links", links.ListMineAsync)
            .Describe("ListMyLinks", "Every link to anything of the caller's, whoever made it.", Access.Devices).Produces<LinkListBody>();
        endpoints.MapPatch("/links/{id:guid}", links.ChangeAsync)
            .Describe("ChangeLink", "Changes a link; it holds at once.", Access.Devices).Takes<LinkChangeRequest>().Produces<LinkBody>();
        endpoints.MapDelete("/links/{id:guid}", links.DeleteAsync)
            .Describe("DeleteLink", "Takes a link back; it opens nothing any more.", Access.Devices).Produces(204);
        MapVisits(endpoints);
    }

    private static void MapVisits(IEndpointRouteBuilder endpoints)
    {
        var reads = endpoints.ServiceProvider.GetRequiredService<LinkReads>();
        endpoints.MapGet("/public/{token}", reads.DescribeAsync)
            .Describe("VisitLink", "What a link leads to.", Access.Anyone).Produces<VisitBody>();
        endpoints.MapGet("/public/{token}/item", reads.FindAsync)
            .Describe("VisitItem", "The item at a path below what a link leads to.", Access.Anyone).Below().Produces<VisitItemBody>();
        endpoints.MapGet("/public/{token}/children", reads.ListAsync)
            .Describe("VisitChildren", "The items of the folder at a path, by name.", Access.Anyone).Below().Paged().Produces<VisitPageBody>();
        endpoints.MapMethods("/public/{token}/content", Reads, reads.GetContentAsync)
            .Describe("VisitContent", "The newest version of the file at a path; ranges and conditions as in RFC 9110.", Access.Anyone)
            .Below().Inline().Gives(ContentEndpoints.AnyBytes);
        endpoints.MapMethods("/public/{token}/archive", Reads, reads.GetArchiveAsync)
            .Describe("VisitArchive", "The folder at a path with all below it, as a zip.", Access.Anyone).Below().Gives("application/zip");

        var writes = endpoints.ServiceProvider.GetRequiredService<LinkWrites>();
        endpoints.MapPut("/public/{token}/content", writes.PutContentAsync)
            .Describe("VisitPutContent", "Stores the body as the file at a path; through a link to put files in: as a new one.", Access.Anyone)
            .Below().Takes(ContentEndpoints.AnyBytes).Parameter("parents", "true makes the folders that are missing on the way.", ParameterKind.Flag)
            .Conditional().Repeatable().Produces<VisitItemBody>(200).Produces<VisitItemBody>(201);
        endpoints.MapPost("/public/{token}/folders", writes.MakeFolderAsync)
            .Describe("VisitMakeFolder", "Makes the folder at a path, with those that are missing on the way.", Access.Anyone)
            .Below().Repeatable().Produces<VisitItemBody>(200).Produces<VisitItemBody>(201);
        endpoints.MapDelete("/public/{token}/item", writes.DeleteAsync)
            .Describe("VisitDelete", "Puts the item at a path into its owner's trash.", Access.Anyone).Below().Conditional().Repeatable().Produces(204);
    }

    private static RouteHandlerBuilder Below(this RouteHandlerBuilder builder) => builder
        .Parameter("path", "From what the link leads to, for instance /a/b; missing: that itself.")
        .Parameter("Authorization", "Basic, with the link's password and any user name, where it has one.", inHeader: true);
}
