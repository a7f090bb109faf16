using FileStorage.Api.Callers;
using FileStorage.Api.Documentation;
using FileStorage.Api.Problems;
using FileStorage.Grains.Interfaces.Accounts;
using FileStorage.Storage.Chunks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Api.Health;

/// <summary>For whatever watches the process: is it alive, can it serve. Outside of /api/v1 and without a token.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        var grains = endpoints.ServiceProvider.GetRequiredService<IGrainFactory>();
        var store = endpoints.ServiceProvider.GetRequiredService<IChunkStore>();
        var draining = endpoints.ServiceProvider.GetRequiredService<Draining>();

        endpoints.MapGet("/health/live", context => context.Response.WriteAsync("alive\n", context.RequestAborted))
            .Describe("Live", "The process answers.", Access.Anyone).Gives("text/plain");
        endpoints.MapGet("/health/ready", async context =>
        {
            if (draining.IsDraining)
            {
                throw Problem.Unavailable();
            }

            // A grain that reads its row proves runtime and database; a store without room cannot take uploads.
            await grains.GetGrain<IRegistrationGrain>(0).IsEmptyAsync(context.RequestAborted);
            if (store.GetUsage().FreeBytes == 0)
            {
                throw Problem.Unavailable();
            }

            await context.Response.WriteAsync("ready\n", context.RequestAborted);
        }).Describe("Ready", "The service can take and deliver files.", Access.Anyone).Gives("text/plain");
    }
}
