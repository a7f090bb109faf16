using System.Globalization;
using System.Runtime.ExceptionServices;
using FileStorage.Api.Content;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Files;
using FileStorage.Api.Items;
using FileStorage.Api.Json;
using FileStorage.Api.Problems;
using FileStorage.Api.WebDav.Properties;
using FileStorage.Grains.Interfaces.Chunks;
using FileStorage.Grains.Interfaces.Uploads;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace FileStorage.Api.Tus;

/// <summary>Takes the bytes of an upload, and finishes it with the last.</summary>
internal sealed class TusAppend(IGrainFactory grains, BodyAppender appender, UploadFinish finish, TusByDoor byDoor, AppendTurns turns)
{
    public const string TusMediaType = "application/offset+octet-stream";
    public const string DraftMediaType = "application/partial-upload";

    /// <summary>What a request brings that begins an upload.</summary>
    public async Task BeginAsync(ResumableRequest request, Guid uploadId)
    {
        if (request.IsTus && request.HasBody)
        {
            RequireMediaType(request, TusMediaType);
        }

        using var turn = await turns.TakeAsync(uploadId, request.Context.RequestAborted);
        await TakeAsync(request, uploadId, turn, offset: 0, isNew: true);
    }

    /// <summary>PATCH.</summary>
    public async Task PatchAsync(ResumableRequest request, Guid uploadId)
    {
        RequireMediaType(request, request.IsTus ? TusMediaType : DraftMediaType);
        var offset = request.Offset ?? throw Problem.BadRequest("Upload-Offset says where the body goes.");
        request.Require(await grains.GetGrain<IAppendUploadGrain>(uploadId).GetAsync(request.Context.RequestAborted));
        using var turn = await turns.TakeAsync(uploadId, request.Context.RequestAborted);
        await TakeAsync(request, uploadId, turn, offset, isNew: false);
    }

    private async Task TakeAsync(ResumableRequest request, Guid uploadId, AppendTurn turn, long offset, bool isNew)
    {
        var context = request.Context;
        var writer = Guid.CreateVersion7();
        var upload = grains.GetGrain<IAppendUploadGrain>(uploadId);
        var state = request.Require(await upload.TakeAsync(writer, context.RequestAborted));
        if (state.Declaration.Concatenation is not null || state.IsJoined)
        {
            throw Problem.Forbidden("This upload was joined; nothing can be appended to it.");
        }

        request.Answer.IsComplete = false;
        request.Answer.OffsetBytes = state.OffsetBytes;
        if (offset != state.OffsetBytes)
        {
            throw Problem.MismatchingOffset(state.OffsetBytes, offset);
        }

        if (state.ItemId is { } itemId)
        {
            await TellAgainAsync(request, itemId);
            return;
        }

        var terms = new AppendTerms
        {
            Upload = upload,
            Writer = writer,
            State = await SetLengthAsync(request, upload, writer, state),
            Reference = new ChunkReference
            {
                Owner = state.Declaration.DriveId,
                KnownTo = state.Declaration.CallerDriveId,
                FileId = uploadId,
                VersionId = uploadId,
                LeasedUntil = state.LeasedUntil,
            },
            Checksum = BodyChecksum.OfBody(request),
            WholeChecksum = state.Declaration.Checksum is { } whole ? Checksums.Parse(whole) : null,
        };
        var appended = request.HasBody ? await ReadAsync(request, terms, turn) : new AppendedBody(state.OffsetBytes, false, null);
        if (appended.BrokenBy is { } cause)
        {
            await BreakOffAsync(upload, turn, cause, isNew);
        }

        await EndAsync(request, uploadId, terms, appended, isNew);
    }

    private Task<AppendedBody> ReadAsync(ResumableRequest request, AppendTerms terms, AppendTurn turn)
    {
        // The limit of an upload is enforced while it is read.
        _ = ContentBody.EndOf(request.Context);
        return ReadUntilAsync(request, terms, turn);
    }

    private async Task<AppendedBody> ReadUntilAsync(ResumableRequest request, AppendTerms terms, AppendTurn turn)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(request.Context.RequestAborted, turn.Stopped);
        return await appender.AppendAsync(request.Context.Request.BodyReader, terms, stop.Token);
    }

    // What has come is kept. Of an upload that was being begun nobody learned the address, so it is given up.
    private static async Task BreakOffAsync(IAppendUploadGrain upload, AppendTurn turn, Exception cause, bool isNew)
    {
        if (isNew)
        {
            await upload.DeleteAsync(CancellationToken.None);
        }

        if (turn.Stopped.IsCancellationRequested)
        {
            throw Problem.UploadBusy(cause);
        }

        ExceptionDispatchInfo.Throw(cause);
    }

    // Where the length becomes known with this request. What is more than it is refused before it is read.
    private async Task<AppendState> SetLengthAsync(ResumableRequest request, IAppendUploadGrain upload, Guid writer, AppendState state)
    {
        var body = request.Context.Request.ContentLength;
        var end = !request.IsTus && RequireComplete(request) && body is { } rest ? state.OffsetBytes + rest : (long?)null;
        var told = request.Length ?? end;
        if ((end is { } known && known != told) || (state.LengthBytes is { } before && told is { } now && before != now))
        {
            throw Problem.InconsistentLength($"The upload is to have {state.LengthBytes ?? end} bytes, the request says {told}.");
        }

        if (state.LengthBytes is null && told is { } length)
        {
            var outcome = await upload.SetLengthAsync(writer, length, isWhole: false, request.Context.RequestAborted);
            if (outcome is not AppendOutcome.Appended)
            {
                throw await AppendAnswer.ExplainAsync(grains, TermsFor(upload, writer, state), outcome);
            }

            state = request.Require(state with { LengthBytes = length });
        }

        return state.LengthBytes is { } most && state.OffsetBytes + (body ?? 0) > most
            ? throw Problem.TooLarge($"The upload has {most} bytes, {state.OffsetBytes} have come, and the body has {body}.")
            : state;
    }

    private async Task EndAsync(ResumableRequest request, Guid uploadId, AppendTerms terms, AppendedBody appended, bool isNew)
    {
        var context = request.Context;
        var state = terms.State with { OffsetBytes = appended.OffsetBytes };
        request.Answer.OffsetBytes = appended.OffsetBytes;
        if (!request.IsTus && RequireComplete(request))
        {
            var outcome = await terms.Upload.SetLengthAsync(terms.Writer, appended.OffsetBytes, isWhole: true, CancellationToken.None);
            if (outcome is not AppendOutcome.Appended)
            {
                throw outcome is AppendOutcome.OtherLength
                    ? Problem.InconsistentLength($"The upload was to have {state.LengthBytes} bytes, and ends behind {appended.OffsetBytes}.")
                    : await AppendAnswer.ExplainAsync(grains, terms, outcome);
            }

            request.Answer.IsComplete = true;
        }

        var isWhole = request.IsTus ? state.LengthBytes == appended.OffsetBytes : request.Answer.IsComplete is true;
        if (isWhole && !state.Declaration.IsPartial)
        {
            if (request.HasBody)
            {
                // While it streamed in, the token may have been revoked.
                await request.Caller.RequireStillValidAsync(context.RequestAborted);
            }

            if (request.IsByDoor)
            {
                await byDoor.RequireFreeAsync(request, state.Declaration);
            }

            var file = await finish.CommitAsync(request.Caller, uploadId, state, appended.IsWholeVerified, CancellationToken.None);
            request.Answer.State = state with { ItemId = file.Entry.Id };
            await TellFileAsync(request, file, isNew);
            return;
        }

        // Its expiry goes on from here.
        request.Require(await terms.Upload.GetAsync(CancellationToken.None));
        context.Response.StatusCode = isNew ? StatusCodes.Status201Created : StatusCodes.Status204NoContent;
    }

    // tus has its own words for the end of an upload; in the draft the answer is that of the request which it stands for.
    private static async Task TellFileAsync(ResumableRequest request, CommittedFile file, bool isNew)
    {
        var context = request.Context;
        context.Response.Headers.ETag = $"\"{file.Entry.Etag}\"";
        var address = string.Create(CultureInfo.InvariantCulture, $"/api/v1/items/{file.Entry.Id:D}");
        if (request.IsTus)
        {
            if (request.IsByDoor)
            {
                await TusByDoor.TellAsync(request, file.Entry);
            }
            else
            {
                context.Response.Headers.ContentLocation = address;
            }

            context.Response.StatusCode = isNew ? StatusCodes.Status201Created : StatusCodes.Status204NoContent;
            return;
        }

        context.Response.Headers.Location = address;
        await JsonAnswer.WriteAsync(
            context,
            file.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK,
            ItemBodies.Of(file),
            ContractsJsonContext.Default.ItemBody);
    }

    // Its answer was lost, and the client asks again.
    private static async Task TellAgainAsync(ResumableRequest request, Guid itemId)
    {
        var context = request.Context;
        if (request.HasBody)
        {
            throw Problem.TooLarge("The upload is complete; more came.");
        }

        if (await request.Caller.Tree.FindAsync(itemId, context.RequestAborted) is not { } item)
        {
            throw Problem.NotFound("This upload has become a file, which is not there any more.");
        }

        request.Answer.IsComplete = true;
        await TellFileAsync(request, new CommittedFile(item.Entry, IsNew: false, ItemBodies.PathOf(item.Entry)), isNew: false);
    }

    private static bool RequireComplete(ResumableRequest request) =>
        request.Complete ?? throw Problem.BadRequest("Upload-Complete says whether this is the end: ?1, or ?0.");

    private static AppendTerms TermsFor(IAppendUploadGrain upload, Guid writer, AppendState state) => new()
    {
        Upload = upload,
        Writer = writer,
        State = state,
        Reference = new ChunkReference
        {
            Owner = state.Declaration.DriveId,
            FileId = Guid.Empty,
            VersionId = Guid.Empty,
            LeasedUntil = state.LeasedUntil,
        },
    };

    private static void RequireMediaType(ResumableRequest request, string expected)
    {
        if (!MediaTypeHeaderValue.TryParse(request.Context.Request.ContentType, out var type)
            || !type.MediaType.Equals(expected, StringComparison.OrdinalIgnoreCase))
        {
            throw Problem.UnsupportedMediaType(expected);
        }
    }
}
