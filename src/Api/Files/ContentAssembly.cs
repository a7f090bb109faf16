using System.Security.Cryptography;
using FileStorage.Api.Chunks;
using FileStorage.Api.Hosting;
using FileStorage.Api.Problems;
using FileStorage.Api.Reading;
using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Chunks;
using Microsoft.Extensions.Options;

namespace FileStorage.Api.Files;

/// <summary>Makes a content of chunks that came before, piece by piece. No byte is copied: a version comes to refer to them.</summary>
internal sealed class ContentAssembly(ContentWriter writer, ContentReader reader, ChunkIntake intake, IOptions<GatewayOptions> options)
{
    private readonly long _verifiedBytes = options.Value.VerifiedAssemblyBytes;

    /// <summary>Whether a content of this size is read once more to verify the hash of the whole. Beyond that it would take longer than clients wait.</summary>
    public bool CanVerify(long sizeBytes) => sizeBytes <= _verifiedBytes;

    /// <summary>Has a version refer to the chunks.</summary>
    /// <param name="manifest">The chunks; each was hashed when it came.</param>
    /// <param name="checksum">What the whole must hash to, where that was told.</param>
    /// <param name="isVerified">Whether that is known already.</param>
    /// <param name="reference">The version.</param>
    /// <param name="cancellationToken">Honoured up to the durable write.</param>
    /// <exception cref="ProblemException">It is another content, or its chunks are gone.</exception>
    public async Task<StoredContent> ReferAsync(
        Manifest manifest, ContentChecksum? checksum, bool isVerified, ChunkReference reference, CancellationToken cancellationToken)
    {
        var sha256 = isVerified ? Sha256Of(checksum)
            : CanVerify(manifest.TotalBytes) ? await VerifyAsync(manifest, checksum, cancellationToken)
            : null;
        var content = await writer.WriteManifestAsync(manifest, sha256, reference, cancellationToken);
        var lacking = await intake.HoldAsync(manifest.Chunks.Select(chunk => chunk.Id), reference, HoldMode.WithBytes, cancellationToken);
        return lacking.Count == 0 ? content : throw Problem.UploadExpired();
    }

    private static ChunkId? Sha256Of(ContentChecksum? checksum) =>
        checksum is { Name: "SHA256" } ? new ChunkId(checksum.Expected.AsSpan()) : null;

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
