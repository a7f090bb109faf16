using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Deletions;
using FileStorage.Api.Documentation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Api.Deletions;

internal static class DeletionEndpoints
{
    public static void MapDeletions(this IEndpointRouteBuilder endpoints)
    {
        var held = endpoints.ServiceProvider.GetRequiredService<HeldDeletions>();
        endpoints.MapGet("/deletions/held", held.ListAsync)
            .Describe("ListHeldDeletions", "The clients that deleted too much at once, and delete nothing until it is said whether that is meant.", Access.Devices)
            .Produces<HeldDeletionListBody>();
        endpoints.MapPost("/deletions/held/{id:guid}/allow", held.AllowAsync)
            .Describe("AllowDeletions", "It is meant: the client may delete on.", Access.Devices).Produces(204);
        endpoints.MapDelete("/deletions/held/{id:guid}", held.DismissAsync)
            .Describe("DismissDeletions", "It was not meant: the client may delete again, as little at once as before.", Access.Devices).Produces(204);
    }
}
