using System.Globalization;
using FileStorage.Api.Callers;
using FileStorage.Api.Items;
using FileStorage.Api.Problems;
using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Uploads;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Tus;

/// <summary>
/// Uploads that come in order: tus 1.0, and the IETF's draft of resumable uploads (interop version 8), on one engine. A request that carries
/// Tus-Resumable is of the first; what both tell alike is told alike.
/// </summary>
internal sealed class TusDoor(
    IGrainFactory grains, TusCreation creation, TusAppend append, TusConcatenation concatenation, UploadFinish finish, AppendTurns turns, TimeProvider clock)
{
    public const string Version = "1.0.0";
    public const string Extensions =
        "creation,creation-with-upload,creation-defer-length,expiration,checksum,termination,concatenation";

    /// <summary>POST, OPTIONS: where uploads begin.</summary>
    public Task BeginAsync(HttpContext context)
    {
        if (MethodOf(context) == HttpMethods.Options)
        {
            Describe(context);
            return Task.CompletedTask;
        }

        var request = Open(context);
        return TusConcatenation.IsFinal(request) ? concatenation.JoinAsync(request) : creation.CreateAsync(request);
    }

    /// <summary>HEAD, GET, PATCH, DELETE, OPTIONS, and POST with another method inside: one upload.</summary>
    public Task AnswerAsync(HttpContext context)
    {
        var method = MethodOf(context);
        if (method == HttpMethods.Options)
        {
            Describe(context);
            return Task.CompletedTask;
        }

        var request = Open(context);
        var uploadId = ItemAddress.RouteId(context);
        return method switch
        {
            "HEAD" or "GET" => TellAsync(request, uploadId),
            "PATCH" => append.PatchAsync(request, uploadId),
            "DELETE" => DeleteAsync(request, uploadId),
            _ => throw Problem.MethodNotAllowed("An upload takes HEAD, PATCH and DELETE; POST only with X-HTTP-Method-Override."),
        };
    }

    // For clients behind something that lets GET and POST through only.
    private static string MethodOf(HttpContext context) =>
        context.Request.Headers["X-HTTP-Method-Override"] is [{ Length: > 0 } method]
            ? method.ToUpperInvariant()
            : context.Request.Method.ToUpperInvariant();

    private ResumableRequest Open(HttpContext context)
    {
        var version = context.Request.Headers["Tus-Resumable"].ToString();
        var answer = new ResumableAnswer(context, version.Length > 0, clock);
        return version is "" or Version ? new ResumableRequest(context, Caller.Of(context), answer) : throw Problem.UnknownTusVersion();
    }

    private static void Describe(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers["Tus-Resumable"] = Version;
        headers["Tus-Version"] = Version;
        headers["Tus-Extension"] = Extensions;
        headers["Tus-Max-Size"] = ChunkLimits.MaxFileBytes.ToString(CultureInfo.InvariantCulture);
        headers["Tus-Checksum-Algorithm"] = BodyChecksum.Algorithms;
        headers["Accept-Patch"] = TusAppend.DraftMediaType;
        headers["Upload-Limit"] = $"max-size={ChunkLimits.MaxFileBytes}";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    // Asking for the offset ends a body that is still being read, so that the offset holds; and commits what the server had no time to.
    private async Task TellAsync(ResumableRequest request, Guid uploadId)
    {
        var context = request.Context;
        context.Response.Headers.CacheControl = "no-store";
        request.Require(await grains.GetGrain<IAppendUploadGrain>(uploadId).GetAsync(context.RequestAborted));
        using var turn = await turns.TakeAsync(uploadId, context.RequestAborted);
        var state = request.Require(await grains.GetGrain<IAppendUploadGrain>(uploadId).TakeAsync(Guid.CreateVersion7(), context.RequestAborted));
        if (state is { IsWhole: true, ItemId: null, IsJoined: false, Declaration.IsPartial: false })
        {
            var file = await finish.CommitAsync(request.Caller, uploadId, state, isVerified: false, context.RequestAborted);
            state = request.Require(state with { ItemId = file.Entry.Id });
        }

        request.Answer.IsFull = true;
        request.Answer.OffsetBytes = state.OffsetBytes;
        request.Answer.IsComplete = state.ItemId is not null;
        context.Response.StatusCode = request.IsTus ? StatusCodes.Status200OK : StatusCodes.Status204NoContent;
    }

    private async Task DeleteAsync(ResumableRequest request, Guid uploadId)
    {
        var context = request.Context;
        var upload = grains.GetGrain<IAppendUploadGrain>(uploadId);
        request.Require(await upload.GetAsync(context.RequestAborted));
        using var turn = await turns.TakeAsync(uploadId, context.RequestAborted);
        await upload.DeleteAsync(context.RequestAborted);
        request.Answer.State = null;
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
