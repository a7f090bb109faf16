using System.Runtime.InteropServices;
using FileStorage.Api.Callers;
using FileStorage.Api.Chunks;
using FileStorage.Api.Conflicts;
using FileStorage.Api.Content;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Uploads;
using FileStorage.Api.Files;
using FileStorage.Api.Hosting;
using FileStorage.Api.Items;
using FileStorage.Api.Json;
using FileStorage.Api.Problems;
using FileStorage.Api.Reading;
using FileStorage.Core.Chunks;
using FileStorage.Core.Entries;
using FileStorage.Grains.Interfaces.Chunks;
using FileStorage.Grains.Interfaces.Files;
using FileStorage.Grains.Interfaces.Uploads;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace FileStorage.Api.Uploads;

/// <summary>Declares an upload: POST /uploads.</summary>
internal sealed class UploadStart(
    IGrainFactory grains,
    ContentWriter writer,
    ChunkIntake intake,
    QuotaGate quota,
    UploadFinder finder,
    ManifestReader manifests,
    OperationTurns turns,
    TimeProvider clock,
    IOptions<GatewayOptions> options)
{
    private const int MaxManifestBytes = 32 * 1024 * 1024;

    public async Task CreateAsync(HttpContext context)
    {
        var caller = Caller.Of(context);
        var request = await JsonBody.ReadAsync(context, ContractsJsonContext.Default.CreateUploadRequest, MaxManifestBytes);
        var manifest = ReadManifest(request);
        var place = FilePlace.Of(request.Path, request.Parents, request.ParentId, request.Name, request.ItemId);
        if (OperationKey.OrNone(context) is not { } key)
        {
            await DeclareAsync(context, request, manifest, place, operation: null);
            return;
        }

        var operation = new CommitOperation(caller.DriveId, key);
        using var turn = await turns.TakeAsync(operation, context.RequestAborted);
        if (await grains.GetGrain<IUploadGrain>(operation.UploadId).GetAsync(context.RequestAborted) is { } state)
        {
            await ContinueAsync(context, operation.UploadId, state, manifest);
            return;
        }

        await DeclareAsync(context, request, manifest, place, operation);
    }

    // Declared before with the same key: what is still missing is told again.
    private async Task ContinueAsync(HttpContext context, Guid uploadId, UploadState state, Manifest manifest)
    {
        var caller = Caller.Of(context);
        var declared = await finder.GetDeclaredAsync(caller, uploadId, context.RequestAborted);
        if (!declared.Manifest.Chunks.AsSpan().SequenceEqual(manifest.Chunks.AsSpan()))
        {
            throw Problem.NotPossible("The Idempotency-Key was used for an upload of other content; draw a new one.");
        }

        var lacking = state.IsCompleted
            ? []
            : await intake.FindUnheldAsync(
                manifest.Chunks.Select(chunk => chunk.Id), state.Declaration.DriveId, uploadId, context.RequestAborted);
        await AnswerAsync(context, StatusCodes.Status200OK, uploadId, state.Declaration, state.IsCompleted, manifest, lacking);
    }

    private async Task DeclareAsync(
        HttpContext context, CreateUploadRequest request, Manifest manifest, FilePlace place, CommitOperation? operation)
    {
        var caller = Caller.Of(context);
        var target = await FileResolver.ResolveAsync(caller, place, context.RequestAborted);
        target.RequireWritable();
        (await quota.GetRoomAsync(target.DriveId, request.Size, context.RequestAborted)).Require(request.Size);
        if (target.Existing is null && operation is { } known)
        {
            target = target with { FileId = known.NewFileId };
        }

        var precondition = PutHeaders.Precondition(context.Request);
        var edit = EditTerms.Of(context, precondition);
        var expected = edit is null ? precondition.Judge(target.Existing) : edit.Base;

        var uploadId = operation?.UploadId ?? Guid.CreateVersion7();
        var reference = new ChunkReference
        {
            Owner = target.DriveId,
            KnownTo = caller.DriveId,
            FileId = target.FileId,
            VersionId = uploadId,
            LeasedUntil = clock.GetUtcNow().AddHours(options.Value.UploadHours),
        };
        var content = await writer.WriteManifestAsync(manifest, sha256: null, reference, context.RequestAborted);
        var declaration = new UploadDeclaration
        {
            UserId = caller.UserId,
            DeviceId = caller.DeviceId,
            DriveId = target.DriveId,
            FileId = target.FileId,
            ParentId = target.ParentId,
            Name = target.Name,
            Precondition = edit is null ? precondition.ToCommit()
                : target.Existing is null ? VersionPrecondition.Absent : VersionPrecondition.Matches,
            Conflict = edit?.Policy,
            BaseVersionId = edit?.Base,
            ExpectedVersionId = expected ?? Guid.Empty,
            Manifest = content.Stored,
            ModifiedAt = request.ModifiedAt ?? clock.GetUtcNow(),
            Executable = request.Executable,
            ExpiresAt = reference.LeasedUntil,
        };
        var upload = grains.GetGrain<IUploadGrain>(uploadId);
        var isMade = await upload.CreateAsync(declaration, context.RequestAborted);
        if (operation is not null && (!isMade || await upload.GetAsync(context.RequestAborted) is null))
        {
            // It was declared with this key long ago, and has expired or was given up.
            throw Problem.UploadExpired();
        }

        if (!isMade)
        {
            throw new InvalidOperationException("A fresh upload id was taken.");
        }

        var lacking = await intake.HoldAsync(
            manifest.Chunks.Select(chunk => chunk.Id), reference, HoldMode.OwnedOnly, context.RequestAborted);
        if (lacking.Count > 0 && target is { View: not null, Existing: { Kind: EntryKind.File } existing })
        {
            lacking = await HoldReadableAsync(lacking, target, existing.VersionNumber, reference, context.RequestAborted);
        }

        finder.Keep(uploadId, new DeclaredUpload(uploadId, declaration, manifest));
        await AnswerAsync(context, StatusCodes.Status201Created, uploadId, declaration, completed: false, manifest, lacking);
    }

    private static Task AnswerAsync(
        HttpContext context,
        int status,
        Guid uploadId,
        UploadDeclaration declaration,
        bool completed,
        Manifest manifest,
        HashSet<ChunkId> lacking)
    {
        context.Response.Headers.Location = $"/api/v1/uploads/{uploadId:D}";
        return JsonAnswer.WriteAsync(
            context,
            status,
            UploadBodies.Of(uploadId, declaration, completed, UploadBodies.InOrder(manifest, lacking, int.MaxValue)),
            ContractsJsonContext.Default.UploadBody);
    }

    // What somebody else's file holds may be known to the caller, who may read it: only the rest has to be sent.
    private async Task<HashSet<ChunkId>> HoldReadableAsync(
        HashSet<ChunkId> lacking, FileTarget target, long versionNumber, ChunkReference reference, CancellationToken cancellationToken)
    {
        if (await grains.GetGrain<IFileGrain>(target.FileId).FindAsync(versionNumber, target.DriveId, cancellationToken) is not { } version)
        {
            return lacking;
        }

        var manifest = await manifests.ReadAsync(version.VersionId, version.Manifest, cancellationToken);
        var readable = manifest.Chunks.Select(chunk => chunk.Id).Where(lacking.Contains).ToHashSet();
        var stillLacking = await intake.HoldAsync(readable, reference, HoldMode.WithBytes, cancellationToken);
        lacking.ExceptWith(readable);
        lacking.UnionWith(stillLacking);
        return lacking;
    }

    private static Manifest ReadManifest(CreateUploadRequest request)
    {
        if (request.Chunks.Count > ChunkLimits.MaxManifestChunks)
        {
            throw Problem.TooLarge($"A file has at most {ChunkLimits.MaxManifestChunks} chunks.");
        }

        var chunks = new ManifestChunk[request.Chunks.Count];
        for (var index = 0; index < chunks.Length; index++)
        {
            chunks[index] = new ManifestChunk(request.Chunks[index].Id, request.Chunks[index].Length);
        }

        if (Manifest.Check(chunks) is { } problem)
        {
            throw Problem.TooLarge(problem);
        }

        var manifest = new Manifest(ImmutableCollectionsMarshal.AsImmutableArray(chunks));
        return manifest.TotalBytes == request.Size
            ? manifest
            : throw Problem.BadRequest($"The chunks have {manifest.TotalBytes} bytes together, \"size\" says {request.Size}.");
    }
}
