using FileStorage.Api.Callers;
using FileStorage.Api.Chunks;
using FileStorage.Api.Conflicts;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Files;
using FileStorage.Api.Items;
using FileStorage.Api.Json;
using FileStorage.Api.Problems;
using FileStorage.Core.Conflicts;
using FileStorage.Grains.Interfaces.Chunks;
using FileStorage.Grains.Interfaces.Files;
using FileStorage.Grains.Interfaces.Uploads;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Uploads;

/// <summary>What has arrived of an upload, and its end: complete or cancel.</summary>
internal sealed class UploadEnd(IGrainFactory grains, UploadFinder finder, ChunkIntake intake, EditCommitter committer)
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
                declared.Manifest.Chunks.Select(chunk => chunk.Id), declared.Declaration.DriveId, uploadId, context.RequestAborted);
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
        var state = await finder.GetStateAsync(caller, uploadId, context.RequestAborted);
        var viewer = state.Declaration.DriveId == caller.DriveId ? null : await caller.Views.GetViewerAsync(context.RequestAborted);
        var outcome = await grains.GetGrain<IUploadGrain>(uploadId).CompleteAsync(viewer, CancellationToken.None);
        var ended = outcome switch
        {
            CompletionOutcome.Ended end => end.Outcome,
            CompletionOutcome.Incomplete incomplete => throw Problem.MissingChunks(incomplete.Missing),
            CompletionOutcome.Unknown => throw Problem.NotFound("There is no such upload any more; declare it again."),
            _ => throw new InvalidOperationException($"{outcome.GetType().Name} is no known outcome."),
        };
        var file = ended is CommitOutcome.Committed committed
            ? new CommittedFile(committed.Entry, committed.IsNew, Path: null)
            : state.Declaration.Conflict is null or ConflictPolicy.Fail
                ? throw CommitAnswer.Explain(ended)
                : await SettleAsync(context, uploadId, state.Declaration, state.Declaration.Conflict.Value);

        // As the caller sees it now; somebody may have taken it away meanwhile.
        var found = await caller.Tree.FindAsync(file.Entry.Id, context.RequestAborted);
        var entry = found is { View: not null } ? found.Entry : file.Entry with { Path = found?.Entry.Path ?? default };
        context.Response.Headers.ETag = $"\"{entry.Etag}\"";
        context.Response.Headers.Location = $"/api/v1/items/{entry.Id:D}";
        await JsonAnswer.WriteAsync(
            context,
            file.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK,
            ItemBodies.Of(file with { Entry = entry, Path = ItemBodies.PathOf(entry) }),
            ContractsJsonContext.Default.ItemBody);
    }

    // The upload itself was refused. Its content goes where the policy says, as an operation of the upload's id, so that completing
    // again finds it there.
    private async Task<CommittedFile> SettleAsync(
        HttpContext context, Guid uploadId, UploadDeclaration declaration, ConflictPolicy policy)
    {
        var caller = Caller.Of(context);
        var declared = await finder.GetDeclaredAsync(caller, uploadId, context.RequestAborted);
        var content = new StoredContent(declared.Manifest, declaration.Manifest);
        FilePlace place = declaration.Precondition is VersionPrecondition.Absent
            ? new FilePlace.In(declaration.ParentId, declaration.Name)
            : new FilePlace.Existing(declaration.FileId);
        var terms = new VersionTerms
        {
            OperationId = uploadId,
            Edit = new EditTerms(policy, declaration.BaseVersionId),
            ModifiedAt = declaration.ModifiedAt,
            Executable = declaration.Executable,
        };
        return await committer.PutAsync(
            caller,
            place,
            terms,
            async (reference, token) =>
                (await intake.HoldAsync(content.ReferredChunks(), reference, HoldMode.WithBytes, token)).Count == 0
                    ? content
                    : throw Problem.UploadExpired(),
            context.RequestAborted);
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
