using FileStorage.Api.Callers;
using FileStorage.Api.Documentation;
using FileStorage.Api.Items;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Api.Archives;

/// <summary>Whole folders: /items/{id}/archive.</summary>
internal static class ArchiveEndpoints
{
    private static readonly string[] Reads = [HttpMethods.Get, HttpMethods.Head];

    public static void MapArchives(this IEndpointRouteBuilder endpoints)
    {
        var archives = endpoints.ServiceProvider.GetRequiredService<ArchiveAnswer>();
        async Task SendAsync(HttpContext context) =>
            await archives.SendAsync(context, Caller.Of(context).Tree, await ItemAddress.FindAsync(context));

        endpoints.MapMethods("/items/{id:guid}/archive", Reads, SendAsync)
            .Describe("GetArchive", "A folder with all below it that the caller sees, as a zip.", Access.Devices).Gives("application/zip");
        endpoints.MapMethods("/items/archive", Reads, SendAsync)
            .Describe("GetArchiveByPath", "The folder at a path with all below it that the caller sees, as a zip.", Access.Devices)
            .ByPath().Gives("application/zip");
    }
}
