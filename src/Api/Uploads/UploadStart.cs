using System.Runtime.InteropServices;
using FileStorage.Api.Callers;
using FileStorage.Api.Chunks;
using FileStorage.Api.Content;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Uploads;
using FileStorage.Api.Files;
using FileStorage.Api.Hosting;
using FileStorage.Api.Items;
using FileStorage.Api.Json;
using FileStorage.Api.Problems;
using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Chunks;
using FileStorage.Grains.Interfaces.Uploads;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace FileStorage.Api.Uploads;

/// <summary>Declares an upload: POST /uploads.</summary>
internal sealed class UploadStart(
    IGrainFactory grains,
    FileResolver resolver,
    ContentWriter writer,
    ChunkIntake intake,
    QuotaGate quota,
    UploadFinder finder,
    TimeProvider clock,
    IOptions<GatewayOptions> options)
{
    private const int MaxManifestBytes = 32 * 1024 * 1024;

    public async Task CreateAsync(HttpContext context)
    {
        var caller = Caller.Of(context);
        var request = await JsonBody.ReadAsync(context, ContractsJsonContext.Default.CreateUploadRequest, MaxManifestBytes);
        var manifest = ReadManifest(request);
        (await quota.GetRoomAsync(caller.DriveId, request.Size, context.RequestAborted)).Require(request.Size);

        var place = new FilePlace.At(ItemAddress.Path(request.Path), request.Parents);
        var target = await resolver.ResolveAsync(caller, place, context.RequestAborted);
        var precondition = PutHeaders.Precondition(context.Request);
        var expected = precondition.Judge(target.Existing);

        var uploadId = Guid.CreateVersion7();
        var reference = new ChunkReference
        {
            Owner = caller.DriveId,
            FileId = target.FileId,
            VersionId = uploadId,
            LeasedUntil = clock.GetUtcNow().AddHours(options.Value.UploadHours),
        };
        var content = await writer.WriteManifestAsync(manifest, sha256: null, reference, context.RequestAborted);
        var declaration = new UploadDeclaration
        {
            UserId = caller.UserId,
            DeviceId = caller.DeviceId,
            DriveId = caller.DriveId,
            FileId = target.FileId,
            ParentId = target.ParentId,
            Name = target.Name,
            Precondition = precondition.ToCommit(),
            ExpectedVersionId = expected ?? Guid.Empty,
            Manifest = content.Stored,
            ModifiedAt = request.ModifiedAt ?? clock.GetUtcNow(),
            Executable = request.Executable,
            ExpiresAt = reference.LeasedUntil,
        };
        if (!await grains.GetGrain<IUploadGrain>(uploadId).CreateAsync(declaration, context.RequestAborted))
        {
            throw new InvalidOperationException("A fresh upload id was taken.");
        }

        var lacking = await intake.HoldAsync(
            manifest.Chunks.Select(chunk => chunk.Id), reference, HoldMode.OwnedOnly, context.RequestAborted);
        finder.Keep(uploadId, new DeclaredUpload(uploadId, declaration, manifest));
        context.Response.Headers.Location = $"/api/v1/uploads/{uploadId:D}";
        await JsonAnswer.WriteAsync(
            context,
            StatusCodes.Status201Created,
            UploadBodies.Of(uploadId, declaration, completed: false, UploadBodies.InOrder(manifest, lacking, int.MaxValue)),
            ContractsJsonContext.Default.UploadBody);
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
