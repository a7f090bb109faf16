using FileStorage.Api.Files;
using FileStorage.Api.Hosting;
using FileStorage.Api.Problems;
using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Uploads;
using Microsoft.Extensions.Options;

namespace FileStorage.Api.Tus;

/// <summary>Begins an upload, and takes what of it the same request brings.</summary>
internal sealed class TusCreation(IGrainFactory grains, TusAppend append, TusByDoor byDoor, IOptions<GatewayOptions> options)
{
    public const string Address = "/api/v1/tus";

    private readonly TimeSpan _patience = TimeSpan.FromHours(options.Value.UploadHours);

    public async Task CreateAsync(ResumableRequest request)
    {
        var context = request.Context;
        var declaration = await DeclareAsync(request);
        if (declaration.LengthBytes > ChunkLimits.MaxFileBytes)
        {
            throw Problem.TooLarge($"A file has at most {ChunkLimits.MaxFileBytes} bytes.");
        }

        var uploadId = Guid.CreateVersion7();
        var upload = grains.GetGrain<IAppendUploadGrain>(uploadId);
        UploadRoomAnswer.Require(await upload.CreateAsync(declaration, _patience, context.RequestAborted), declaration.LengthBytes ?? 0);
        context.Response.Headers.Location = request.IsByDoor ? TusByDoor.AddressOf(context.Request, uploadId) : $"{Address}/{uploadId:D}";
        await append.BeginAsync(request, uploadId);
    }

    private async Task<AppendDeclaration> DeclareAsync(ResumableRequest request)
    {
        var (context, caller) = (request.Context, request.Caller);
        var metadata = UploadMetadata.Parse(request.IsTus ? context.Request.Headers[UploadMetadata.Header].ToString() : "");
        var isPartial = IsPartial(request);
        var declaration = new AppendDeclaration
        {
            UserId = caller.UserId,
            CallerDriveId = caller.DriveId,
            DriveId = caller.DriveId,
            LengthBytes = LengthOf(request),
            EndsExplicitly = !request.IsTus,
            IsPartial = isPartial,
            Metadata = metadata.Text,
        };
        if (isPartial)
        {
            return declaration;
        }

        declaration = UploadPlace.Read(declaration, context.Request, metadata) with { Checksum = BodyChecksum.OfWhole(request, metadata) };
        if (request.IsByDoor)
        {
            declaration = await byDoor.DeclareAsync(request, declaration, metadata);
        }

        // What cannot be is better said now than when all of it has come.
        var target = await FileResolver.ResolveAsync(
            caller, UploadPlace.Of(declaration), keepsFolders: declaration.Conflict is not null, context.RequestAborted);
        if (declaration.Conflict is null)
        {
            target.RequireWritable();
            UploadPlace.TermsOf(declaration, Guid.Empty).Precondition.Judge(target.Existing);
        }

        return declaration with { DriveId = target.DriveId };
    }

    private static bool IsPartial(ResumableRequest request) => request.Context.Request.Headers["Upload-Concat"].ToString() switch
    {
        "" => false,
        "partial" when request is { IsTus: true, IsByDoor: false } => true,
        _ => throw Problem.BadRequest("Upload-Concat is \"partial\", or \"final;\" with the addresses of partial uploads."),
    };

    private static long? LengthOf(ResumableRequest request)
    {
        if (!request.IsTus)
        {
            return DraftLengthOf(request);
        }

        var deferred = request.Context.Request.Headers["Upload-Defer-Length"].ToString();
        return (request.Length, deferred) switch
        {
            ({ } length, "") => length,
            (null, "1") => null,
            _ => throw Problem.BadRequest("An upload has either Upload-Length or \"Upload-Defer-Length: 1\"."),
        };
    }

    private static long? DraftLengthOf(ResumableRequest request)
    {
        var isComplete = request.Complete
            ?? throw Problem.BadRequest("An upload is begun with Tus-Resumable, as tus does, or with Upload-Complete, as the IETF's draft does.");
        var rest = isComplete ? request.Context.Request.ContentLength : null;
        return rest is { } all && request.Length is { } told && all != told
            ? throw Problem.InconsistentLength($"Upload-Length says {told} bytes, and the body, which is all of it, has {all}.")
            : request.Length ?? rest;
    }
}
