using System.Collections.Immutable;
using System.Globalization;
using FileStorage.Api.Callers;
using FileStorage.Api.Files;
using FileStorage.Api.Problems;
using FileStorage.Api.Reading;
using FileStorage.Api.WebDav;
using FileStorage.Api.WebDav.Addresses;
using FileStorage.Api.WebDav.Properties;
using FileStorage.Api.WebDav.Writing;
using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Uploads;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Nextcloud.Uploads;

/// <summary>
/// Makes a version of the parts of an upload: MOVE of its ".file". No byte is copied. A repeat, whose first answer was lost, finds what the
/// first did.
/// </summary>
internal sealed class PartAssembly(
    IGrainFactory grains,
    FileCommitter committer,
    ContentAssembly assembly,
    ManifestReader manifests,
    Checksums checksums)
{
    public async Task FinishAsync(HttpContext context, PartAddress upload)
    {
        var caller = Caller.Of(context);
        if (context.Request.Headers["Destination"] is not [{ Length: > 0 } destination])
        {
            throw Problem.BadRequest("Destination says where to.");
        }

        var request = DavRequest.About(context, grains, DavAddress.Parse(destination, DoorUser.Of(context)));
        var grain = grains.GetGrain<IPartUploadGrain>(upload.UploadKey);
        var state = await grain.GetAsync(context.RequestAborted) ?? throw Problem.NotFound("There is no such upload.");
        var operation = new CommitOperation(caller.DriveId, state.UploadId);
        var resolution = await request.ResolveAsync();
        var file = resolution.Item is { } existing
            ? await committer.FindFirstAsync(caller, operation, existing.EntryId, existing.DriveId, context.RequestAborted)
            : null;
        var modifiedAt = DavHeaders.ModifiedAtOf(context.Request);
        if (file is null)
        {
            await request.Guard.RequireIfAsync(context.RequestAborted);
            await DavPut.RequireFreeAsync(request, resolution);
            var manifest = state.IsCompleted ? Manifest.Empty : await JoinAsync(context, grain);
            var checksum = Checksums.Of(context.Request);
            var terms = new VersionTerms
            {
                Precondition = DavPut.PreconditionOf(request, resolution.Item),
                ModifiedAt = modifiedAt,
                Executable = resolution.Item?.Entry.Executable ?? false,
                OperationId = state.UploadId,
            };
            file = await committer.PutAsync(
                caller,
                new FilePlace.At(request.Address.Path, MakeParents: false),
                terms,
                (reference, token) => state.IsCompleted
                    ? throw Problem.NotFound("This upload has become a version, which is not at this place any more.")
                    : assembly.ReferAsync(manifest, checksum, isVerified: false, reference, token),
                context.RequestAborted);
            checksums.Remember(file.Entry.VersionId, assembly.CanVerify(manifest.TotalBytes) ? checksum : null);
        }

        await grain.CompleteAsync(state.UploadId, CancellationToken.None);
        var item = (resolution.Item ?? resolution.Deepest) with { Entry = file.Entry };
        DavHeaders.WriteItem(context, item, file.Entry.Etag);
        if (modifiedAt is not null)
        {
            DavHeaders.AcceptModifiedAt(context);
        }

        context.Response.StatusCode = file.IsNew ? StatusCodes.Status201Created : StatusCodes.Status204NoContent;
    }

    // The chunks of all parts, one behind the other.
    private async Task<Manifest> JoinAsync(HttpContext context, IPartUploadGrain upload)
    {
        var chunks = ImmutableArray.CreateBuilder<ManifestChunk>();
        var total = 0L;
        await foreach (var part in PartPages.ReadAsync(upload, context.RequestAborted))
        {
            if (part.Offset is { } offset && offset != total)
            {
                throw Problem.BadRequest($"The part {part.Name} begins at {offset}, and what came before it ends at {total}; a part is missing, or one too many.");
            }

            if (chunks.Count > ChunkLimits.MaxManifestChunks)
            {
                throw Problem.TooLarge($"A file has at most {ChunkLimits.MaxManifestChunks} chunks.");
            }

            chunks.AddRange((await manifests.ReadAsync(part.PartId, part.Manifest, context.RequestAborted)).Chunks);
            total += part.Manifest.SizeBytes;
        }

        if (long.TryParse(context.Request.Headers["OC-Total-Length"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var expected)
            && expected != total)
        {
            throw Problem.BadRequest($"The parts have {total} bytes together, OC-Total-Length says {expected}.");
        }

        return Manifest.Check(chunks.ToArray()) is { } problem ? throw Problem.TooLarge(problem) : new Manifest(chunks.DrainToImmutable());
    }
}
