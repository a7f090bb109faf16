using FileStorage.Api.Callers;
using FileStorage.Api.Content;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Uploads;
using FileStorage.Api.Contracts.Versions;
using FileStorage.Api.Documentation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Api.Versions;

/// <summary>The history of a file, by id and by ?path=.</summary>
internal static class VersionEndpoints
{
    private static readonly string[] Reads = [HttpMethods.Get, HttpMethods.Head];

    public static void MapVersions(this IEndpointRouteBuilder endpoints)
    {
        var reads = endpoints.ServiceProvider.GetRequiredService<VersionReads>();
        var restore = endpoints.ServiceProvider.GetRequiredService<VersionRestore>();
        Map("/items/{id:guid}/versions", "", byPath: false);
        Map("/items/versions", "ByPath", byPath: true);

        void Map(string address, string suffix, bool byPath)
        {
            Address(endpoints.MapGet(address, reads.ListAsync)
                .Describe("ListVersions" + suffix, "The versions of a file, newest first.", Access.Devices)
                .Parameter("limit", "Most versions of the answer, 1 to 1000; brought into range.", ParameterKind.Number)
                .Parameter("before", "The \"next\" of the page before.", ParameterKind.Number)
                .Produces<VersionPageBody>());
            Address(endpoints.MapMethods(address + "/{number}/content", Reads, reads.GetContentAsync)
                .Describe("GetVersionContent" + suffix, "The content of a version.", Access.Devices)
                .Gives(ContentEndpoints.AnyBytes));
            Address(endpoints.MapGet(address + "/{number}/manifest", reads.GetManifestAsync)
                .Describe("GetVersionManifest" + suffix, "The chunks of a version.", Access.Devices)
                .Produces<ManifestBody>());
            Address(endpoints.MapPost(address + "/{number}/restore", restore.RestoreAsync)
                .Describe("RestoreVersion" + suffix, "Makes a new version of the old content.", Access.Devices)
                .Conditional().Repeatable().Produces<ItemBody>());

            void Address(RouteHandlerBuilder builder)
            {
                if (byPath)
                {
                    builder.ByPath();
                }
            }
        }
    }
}
