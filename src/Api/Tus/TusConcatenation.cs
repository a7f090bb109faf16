using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FileStorage.Api.Hosting;
using FileStorage.Api.Problems;
using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Uploads;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace FileStorage.Api.Tus;

/// <summary>
/// Joins partial uploads of tus, which came side by side, to one file. Its id follows from what is joined and where it goes, so that the same
/// request, repeated because its answer was lost, finds the same file.
/// </summary>
internal sealed class TusConcatenation(IGrainFactory grains, UploadFinish finish, AppendTurns turns, IOptions<GatewayOptions> options)
{
    private const string Final = "final;";
    private const int MaxPartials = 1_000;

    private readonly TimeSpan _patience = TimeSpan.FromHours(options.Value.UploadHours);

    public static bool IsFinal(ResumableRequest request) => request is { IsTus: true, IsByDoor: false } && TextOf(request).StartsWith(Final, StringComparison.Ordinal);

    public async Task JoinAsync(ResumableRequest request)
    {
        var context = request.Context;
        if (request.HasBody || request.Length is not null)
        {
            throw Problem.BadRequest("A final upload has no body and no Upload-Length: it has what its partial uploads have.");
        }

        var partials = PartialsOf(request);
        var metadata = UploadMetadata.Parse(context.Request.Headers[UploadMetadata.Header].ToString());
        var uploadId = IdOf(request, partials, metadata);
        context.Response.Headers.Location = $"{TusCreation.Address}/{uploadId:D}";
        context.Response.StatusCode = StatusCodes.Status201Created;
        using var turn = await turns.TakeAsync(uploadId, context.RequestAborted);
        var upload = grains.GetGrain<IAppendUploadGrain>(uploadId);
        if (await upload.GetAsync(context.RequestAborted) is { ItemId: not null } before)
        {
            Tell(request, request.Require(before));
            return;
        }

        var manifest = await ReadAsync(request, partials);
        var declaration = UploadPlace.Read(
            new AppendDeclaration
            {
                UserId = request.Caller.UserId,
                CallerDriveId = request.Caller.DriveId,
                DriveId = request.Caller.DriveId,
                LengthBytes = manifest.TotalBytes,
                Metadata = metadata.Text,
                Concatenation = TextOf(request),
            },
            context.Request,
            metadata) with
        { Checksum = BodyChecksum.OfWhole(request, metadata) };
        var file = await finish.CommitAsync(
            request.Caller, uploadId, declaration, () => Task.FromResult(manifest), isVerified: false, CancellationToken.None);

        // From here on it is a file, and what follows only remembers how it came to be.
        await upload.JoinAsync(declaration, _patience, manifest.TotalBytes, file.Entry.Id, CancellationToken.None);
        foreach (var partial in partials)
        {
            await grains.GetGrain<IAppendUploadGrain>(partial).CompleteAsync(null, CancellationToken.None);
        }

        context.Response.Headers.ETag = $"\"{file.Entry.Etag}\"";
        context.Response.Headers.ContentLocation = string.Create(CultureInfo.InvariantCulture, $"/api/v1/items/{file.Entry.Id:D}");
        request.Answer.OffsetBytes = manifest.TotalBytes;
    }

    private static void Tell(ResumableRequest request, AppendState state)
    {
        request.Answer.OffsetBytes = state.OffsetBytes;
        request.Context.Response.Headers.ContentLocation = string.Create(CultureInfo.InvariantCulture, $"/api/v1/items/{state.ItemId:D}");
    }

    private async Task<Manifest> ReadAsync(ResumableRequest request, ImmutableArray<Guid> partials)
    {
        var chunks = ImmutableArray.CreateBuilder<ManifestChunk>();
        foreach (var partial in partials)
        {
            var upload = grains.GetGrain<IAppendUploadGrain>(partial);
            var state = request.Require(await upload.GetAsync(request.Context.RequestAborted));
            if (state is not { Declaration.IsPartial: true, IsJoined: false })
            {
                throw Problem.NotPossible($"{partial:D} is no partial upload, or was joined before.");
            }

            if (!state.IsWhole)
            {
                throw Problem.NotPossible($"Of {partial:D} {state.OffsetBytes} bytes have come, and {state.LengthBytes} are to come; finish it first.");
            }

            chunks.AddRange((await UploadFinish.ReadAsync(upload, request.Context.RequestAborted)).Chunks);
            if (chunks.Count > ChunkLimits.MaxManifestChunks)
            {
                break;
            }
        }

        request.Answer.State = null;
        return Manifest.Check(chunks.ToArray()) is { } problem ? throw Problem.TooLarge(problem) : new Manifest(chunks.DrainToImmutable());
    }

    private static string TextOf(ResumableRequest request) => request.Context.Request.Headers["Upload-Concat"].ToString().Trim();

    private static ImmutableArray<Guid> PartialsOf(ResumableRequest request)
    {
        var addresses = TextOf(request)[Final.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return addresses.Length is > 0 and <= MaxPartials
            ? [.. addresses.Select(PartialOf)]
            : throw Problem.BadRequest($"A final upload names 1 to {MaxPartials} partial uploads.");
    }

    // The address that was told, with or without a host before it.
    private static Guid PartialOf(string address) =>
        Guid.TryParse(address[(address.LastIndexOf('/') + 1)..], out var id) && address.Contains($"{TusCreation.Address}/", StringComparison.Ordinal)
            ? id
            : throw Problem.BadRequest("A partial upload is named by the address that Location told.");

    private static Guid IdOf(ResumableRequest request, ImmutableArray<Guid> partials, UploadMetadata metadata)
    {
        var what = string.Join('\n', [$"{request.Caller.UserId:N}", $"{request.Context.Request.QueryString}", metadata.Text ?? "", .. partials.Select(id => $"{id:N}")]);
        return new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(what)).AsSpan(0, 16));
    }
}
