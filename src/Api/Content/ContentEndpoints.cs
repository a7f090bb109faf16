using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Documentation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Api.Content;

/// <summary>Whole files: /content/{path} and /items/{id}/content.</summary>
internal static class ContentEndpoints
{
    private static readonly string[] Reads = [HttpMethods.Get, HttpMethods.Head];

    public static void MapContent(this IEndpointRouteBuilder endpoints)
    {
        var put = endpoints.ServiceProvider.GetRequiredService<ContentPut>();
        var get = endpoints.ServiceProvider.GetRequiredService<ContentGet>();

        endpoints.MapPut("/content/{**path}", put.ToPathAsync).Describe(
            "PutContent", "Stores the body as the new version of the file at this path.", Access.Devices)
            .Takes(AnyBytes).Parameter("parents", "true makes the folders that are missing on the way.", ParameterKind.Flag)
            .Repeatable().Edits().Produces<ItemBody>(200).Produces<ItemBody>(201);
        endpoints.MapPut("/items/{id:guid}/content", put.ToItemAsync).Describe(
            "PutItemContent", "Stores the body as the new version of this file.", Access.Devices)
            .Takes(AnyBytes).Repeatable().Edits().Produces<ItemBody>(200).Produces<ItemBody>(201);
        endpoints.MapMethods("/content/{**path}", Reads, get.FromPathAsync).Describe(
            "GetContent", "The newest version of the file at this path; ranges and conditions as in RFC 9110.", Access.Devices)
            .Gives(AnyBytes);
        endpoints.MapMethods("/items/{id:guid}/content", Reads, get.FromItemAsync).Describe(
            "GetItemContent", "The newest version of this file; ranges and conditions as in RFC 9110.", Access.Devices)
            .Gives(AnyBytes);
    }

    internal const string AnyBytes = "application/octet-stream";
}
