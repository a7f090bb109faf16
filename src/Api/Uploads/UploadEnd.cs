using FileStorage.Api.Callers;
using FileStorage.Api.Chunks;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Files;
using FileStorage.Api.Items;
using FileStorage.Api.Json;
using FileStorage.Api.Problems;
using FileStorage.Core.Names;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Files;
using FileStorage.Grains.Interfaces.Uploads;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Uploads;

/// <summary>What has arrived of an upload, and its end: complete or cancel.</summary>
internal sealed class UploadEnd(IGrainFactory grains, UploadFinder finder, ChunkIntake intake)
{
    public async Task GetAsync(HttpContext context)
    {
        var caller = Caller.Of(context);
        var uploadId = ItemAddress.RouteId(context);
        var state = await finder.GetStateAsync(caller, uploadId, context.RequestAborted);
        var declared = await finder.GetDeclaredAsync(caller, uploadId, context.RequestAborted);
        var completed = state.IsCompleted;
        var lacking = completed
            ? []
            : await intake.FindUnheldAsync(
                declared.Manifest.Chunks.Select(chunk => chunk.Id), caller.DriveId, uploadId, context.RequestAborted);
        await JsonAnswer.WriteAsync(
            context,
            200,
            UploadBodies.Of(uploadId, state.Declaration, completed, UploadBodies.InOrder(declared.Manifest, lacking, int.MaxValue)),
            ContractsJsonContext.Default.UploadBody);
    }

    public async Task CompleteAsync(HttpContext context)
    {
        var caller = Caller.Of(context);
        var uploadId = ItemAddress.RouteId(context);
        await finder.GetStateAsync(caller, uploadId, context.RequestAborted);
        var outcome = await grains.GetGrain<IUploadGrain>(uploadId).CompleteAsync(CancellationToken.None);
        var ended = outcome switch
        {
            CompletionOutcome.Ended end => end.Outcome,
            CompletionOutcome.Incomplete incomplete => throw Problem.MissingChunks(incomplete.Missing),
            CompletionOutcome.Unknown => throw Problem.NotFound("There is no such upload any more; declare it again."),
            _ => throw new InvalidOperationException($"{outcome.GetType().Name} is no known outcome."),
        };
        if (ended is not CommitOutcome.Committed committed)
        {
            throw CommitAnswer.Explain(ended);
        }

        var entry = committed.Entry;
        var found = await grains.GetGrain<IDriveGrain>(caller.DriveId).FindAsync(entry.Id, context.RequestAborted);
        context.Response.Headers.ETag = $"\"{entry.Etag}\"";
        context.Response.Headers.Location = $"/api/v1/items/{entry.Id:D}";
        await JsonAnswer.WriteAsync(
            context,
            committed.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK,
            ItemBodies.Of(entry, found is null ? null : EntryPath.Of(found.Path).ToString()),
            ContractsJsonContext.Default.ItemBody);
    }

    public async Task CancelAsync(HttpContext context)
    {
        var caller = Caller.Of(context);
        var uploadId = ItemAddress.RouteId(context);
        await finder.GetStateAsync(caller, uploadId, context.RequestAborted);
        await grains.GetGrain<IUploadGrain>(uploadId).CancelAsync(context.RequestAborted);
        finder.Forget(uploadId);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
