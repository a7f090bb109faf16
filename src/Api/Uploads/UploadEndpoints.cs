using FileStorage.Api.Callers;
using FileStorage.Api.Content;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Uploads;
using FileStorage.Api.Documentation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Api.Uploads;

/// <summary>Resumable uploads.</summary>
internal static class UploadEndpoints
{
    public static void MapUploads(this IEndpointRouteBuilder endpoints)
    {
        var start = endpoints.ServiceProvider.GetRequiredService<UploadStart>();
        var chunks = endpoints.ServiceProvider.GetRequiredService<UploadChunks>();
        var end = endpoints.ServiceProvider.GetRequiredService<UploadEnd>();

        endpoints.MapPost("/uploads", start.CreateAsync)
            .Describe("CreateUpload", "Declares a file by its chunks, and answers which of them are to be sent.", Access.Devices)
            .Takes<CreateUploadRequest>().Conditional().Repeatable().Edits().Produces<UploadBody>(200).Produces<UploadBody>(201);
        endpoints.MapGet("/uploads/{id:guid}", end.GetAsync)
            .Describe("GetUpload", "An upload, and what is missing.", Access.Devices).Produces<UploadBody>();
        endpoints.MapPut("/uploads/{id:guid}/chunks/{sha256}", chunks.PutAsync)
            .Describe("PutChunk", "Stores one chunk of an upload.", Access.Devices).Takes(ContentEndpoints.AnyBytes).Produces(204);
        endpoints.MapPost("/uploads/{id:guid}/chunks", chunks.PutManyAsync)
            .Describe("PutChunks", "Stores many chunks of an upload.", Access.Devices)
            .Takes(UploadChunks.ManyMediaType).Produces<ChunksStoredBody>();
        endpoints.MapPost("/uploads/{id:guid}/complete", end.CompleteAsync)
            .Describe("CompleteUpload", "Commits the file, once all its chunks have arrived.", Access.Devices)
            .Produces<ItemBody>(200).Produces<ItemBody>(201);
        endpoints.MapDelete("/uploads/{id:guid}", end.CancelAsync)
            .Describe("CancelUpload", "Gives an upload up.", Access.Devices).Produces(204);
    }
}
