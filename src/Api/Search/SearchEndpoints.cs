using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Search;
using FileStorage.Api.Documentation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Api.Search;

internal static class SearchEndpoints
{
    public static void MapSearch(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/search", endpoints.ServiceProvider.GetRequiredService<SearchReads>().SearchAsync)
            .Describe("Search", "Finds items by name and by content, best first.", Access.Devices)
            .Parameter("q", "Words that must all be there; \"a phrase\" in quotes; word* for its beginning. Without it the other conditions select.")
            .Parameter("in", "name, content or both (default).")
            .Parameter("type", "Ends of names, or image, audio, video, document, separated by commas; or file, or folder.")
            .Parameter("minSize", "Least bytes.", ParameterKind.Number)
            .Parameter("maxSize", "Most bytes.", ParameterKind.Number)
            .Parameter("modifiedAfter", "A time (RFC 3339); that moment included.")
            .Parameter("modifiedBefore", "A time (RFC 3339); that moment included.")
            .Parameter("owner", "\"me\", or the id of an account.")
            .Parameter("folder", "Id or path of a folder: it and what lies below it.")
            .Parameter("trashed", "true for what is in the trash, in place of what is not.")
            .Parameter("limit", "Most hits of the answer, 1 to 200, default 50; brought into range.", ParameterKind.Number)
            .Parameter("after", "The \"next\" of the page before.")
            .Produces<SearchBody>();

        var administration = endpoints.ServiceProvider.GetRequiredService<SearchAdministration>();
        endpoints.MapGet("/admin/search", administration.GetStatisticsAsync)
            .Describe("GetSearchStatistics", "How much is indexed, how far behind it is, and what is not.", Access.Administrator)
            .Produces<SearchStatisticsBody>();
        endpoints.MapPost("/admin/reindex", administration.RebuildAsync)
            .Describe("Reindex", "Has everything indexed anew, while it goes on to be searched.", Access.Administrator)
            .Parameter("account", "The id of the account; without it, all.", ParameterKind.Id)
            .Produces(202);
    }
}
