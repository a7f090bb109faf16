using FileStorage.Api.Callers;
using FileStorage.Api.Documentation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Api.Batches;

internal static class BatchEndpoints
{
    public static void MapBatches(this IEndpointRouteBuilder endpoints)
    {
        var batch = endpoints.ServiceProvider.GetRequiredService<BatchPut>();
        endpoints.MapPost("/batch", batch.PutAsync)
            .Describe("PutBatch", "Stores many small files; a line of the answer tells of each.", Access.Devices)
            .Takes(BatchPut.MediaType)
            .Parameter("parents", "true makes the folders that are missing on the way.", ParameterKind.Flag)
            .Gives(BatchPut.AnswerMediaType);
    }
}
