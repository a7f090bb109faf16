using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using FileStorage.Api.Callers;
using FileStorage.Api.Chunks;
using FileStorage.Api.Files;
using FileStorage.Api.Hosting;
using FileStorage.Api.Problems;
using FileStorage.Api.Reading;
using FileStorage.Api.WebDav;
using FileStorage.Api.WebDav.Addresses;
using FileStorage.Api.WebDav.Properties;
using FileStorage.Api.WebDav.Writing;
using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Chunks;
using FileStorage.Grains.Interfaces.Uploads;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace FileStorage.Api.Nextcloud.Uploads;

/// <summary>
/// Makes a version of the parts of an upload: MOVE of its ".file". No byte is copied. A repeat, whose first answer was lost, finds what the
/// first did.
/// </summary>
internal sealed class PartAssembly(
    IGrainFactory grains,
    FileCommitter committer,
    ContentWriter writer,
    ContentReader reader,
    ManifestReader manifests,
    ChunkIntake intake,
    Checksums checksums,
    IOptions<GatewayOptions> options)
{
    private readonly long _verifiedBytes = options.Value.VerifiedAssemblyBytes;

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
            ? await committer.FindFirstAsync(caller, operation, existing.EntryId, context.RequestAborted)
            : null;
        var modifiedAt = DavHeaders.ModifiedAtOf(context.Request);
        if (file is null)
        {
            await request.Guard.RequireIfAsync(context.RequestAborted);
            await DavPut.RequireFreeAsync(request, resolution);
            var manifest = state.IsCompleted ? Manifest.Empty : await JoinAsync(context, state);
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
                    : ReferAsync(manifest, checksum, reference, token),
                context.RequestAborted);
            checksums.Remember(file.Entry.VersionId, manifest.TotalBytes <= _verifiedBytes ? checksum : null);
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
    private async Task<Manifest> JoinAsync(HttpContext context, PartUploadState state)
    {
        var chunks = ImmutableArray.CreateBuilder<ManifestChunk>();
        var total = 0L;
        foreach (var part in state.Parts)
        {
            if (part.Offset is { } offset && offset != total)
            {
                throw Problem.BadRequest($"The part {part.Name} begins at {offset}, and what came before it ends at {total}; a part is missing, or one too many.");
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

    private async Task<StoredContent> ReferAsync(
        Manifest manifest, ContentChecksum? checksum, ChunkReference reference, CancellationToken cancellationToken)
    {
        var sha256 = manifest.TotalBytes <= _verifiedBytes ? await VerifyAsync(manifest, checksum, cancellationToken) : null;
        var content = await writer.WriteManifestAsync(manifest, sha256, reference, cancellationToken);
        var lacking = await intake.HoldAsync(manifest.Chunks.Select(chunk => chunk.Id), reference, HoldMode.WithBytes, cancellationToken);
        return lacking.Count == 0 ? content : throw Problem.UploadExpired();
    }

    // Every chunk was hashed when it came; this is about the whole. Beyond the limit it would take longer than clients wait.
    private async Task<ChunkId?> VerifyAsync(Manifest manifest, ContentChecksum? checksum, CancellationToken cancellationToken)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var other = checksum is null or { Name: "SHA256" } ? null : IncrementalHash.CreateHash(checksum.Algorithm);
        await reader.WriteAsync(
            manifest,
            new ByteRange(0, manifest.TotalBytes, IsPartial: false),
            piece =>
            {
                sha256.AppendData(piece.Span);
                other?.AppendData(piece.Span);
                return ValueTask.CompletedTask;
            },
            cancellationToken);
        var hash = sha256.GetHashAndReset();
        checksum?.Require(other?.GetHashAndReset() ?? hash);
        return new ChunkId(hash);
    }
}
