using System.Buffers;
using System.Collections.Immutable;
using System.IO.Pipelines;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FileStorage.Api.Chunks;
using FileStorage.Api.Hosting;
using FileStorage.Api.Problems;
using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Chunks;
using FileStorage.Grains.Interfaces.Files;
using Microsoft.Extensions.Options;

namespace FileStorage.Api.Files;

/// <summary>
/// Turns bytes into a version's content: cut, hashed, stored, held, and a manifest of it. Every way in goes through here; what
/// it returns still has to be committed.
/// </summary>
internal sealed class ContentWriter(ChunkIntake intake, ContentBlockPool blocks, LargeBodies largeBodies, IOptions<GatewayOptions> options)
{
    /// <summary>A body that says it has no more is read into one buffer of its size.</summary>
    public const int SmallBodyBytes = 1024 * 1024;

    private static readonly FastCdc Chunker = new(ChunkerParameters.Default);
    private static readonly StoredManifest EmptyManifest = new()
    {
        IsIndirect = false,
        Body = [],
        SizeBytes = 0,
        Sha256 = ChunkId.Of([]),
    };

    private readonly int _chunksInFlight = options.Value.ChunksInFlight;

    /// <summary>Stores a body as it comes in.</summary>
    /// <exception cref="ProblemException">Too large, not what its digest says, or over the quota.</exception>
    public async Task<StoredContent> WriteAsync(
        PipeReader body, BodyTerms terms, ChunkReference reference, CancellationToken cancellationToken)
    {
        if (terms.ContentLength is { } length and <= SmallBodyBytes)
        {
            var buffer = ArrayPool<byte>.Shared.Rent((int)length);
            try
            {
                await ReadAllAsync(body, buffer.AsMemory(0, (int)length), cancellationToken);
                RequireChecksum(terms.Checksum, buffer.AsSpan(0, (int)length));
                return await WriteAsync(buffer.AsMemory(0, (int)length), terms.Sha256, reference, cancellationToken);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }

        using var turn = await largeBodies.EnterAsync(cancellationToken);
        return await WriteLargeAsync(body, terms, reference, cancellationToken);
    }

    /// <summary>Stores bytes that are all in memory.</summary>
    /// <exception cref="ProblemException">They are not what <paramref name="sha256"/> says.</exception>
    public async Task<StoredContent> WriteAsync(
        ReadOnlyMemory<byte> content, ChunkId? sha256, ChunkReference reference, CancellationToken cancellationToken)
    {
        if (content.IsEmpty)
        {
            RequireDigest(sha256, ChunkId.Of([]));
            return new StoredContent(Manifest.Empty, EmptyManifest);
        }

        var first = Chunker.Cut(content.Span, endOfInput: true);
        if (first == content.Length)
        {
            var id = ChunkId.Of(content.Span);
            RequireDigest(sha256, id);
            var holding = await intake.BeginAsync(id, content, reference, cancellationToken);
            var stored = await WriteManifestAsync(new Manifest([new ManifestChunk(id, first)]), id, reference, cancellationToken);
            return stored with { Holding = holding };
        }

        if (sha256 is not null)
        {
            RequireDigest(sha256, ChunkId.Of(content.Span));
        }

        return await WriteManifestAsync(
            new Manifest(await StorePiecesAsync(content, reference, cancellationToken)), sha256, reference, cancellationToken);
    }

    /// <summary>The stored form of a manifest; a long one is stored in chunks, which are durable and held on return.</summary>
    /// <param name="manifest">Of the content.</param>
    /// <param name="sha256">Of the content, where this server has computed it.</param>
    /// <param name="reference">What is to hold the chunks.</param>
    /// <param name="cancellationToken">Honoured up to the durable write.</param>
    public async Task<StoredContent> WriteManifestAsync(
        Manifest manifest, ChunkId? sha256, ChunkReference reference, CancellationToken cancellationToken)
    {
        if (manifest.Chunks.IsEmpty)
        {
            return new StoredContent(manifest, EmptyManifest);
        }

        var body = manifest.ToByteArray();
        var isIndirect = manifest.Chunks.Length > StoredManifest.MaxDirectChunks;
        if (isIndirect)
        {
            body = new Manifest(await StorePiecesAsync(body, reference, cancellationToken)).ToByteArray();
        }

        return new StoredContent(manifest, new StoredManifest
        {
            IsIndirect = isIndirect,
            Body = ImmutableCollectionsMarshal.AsImmutableArray(body),
            SizeBytes = manifest.TotalBytes,

            // The id of an only chunk is the hash of the content: the server has computed it with the chunk, or is going to.
            Sha256 = manifest.Chunks.Length == 1 ? manifest.Chunks[0].Id : sha256,
        });
    }

    /// <summary>Fills <paramref name="destination"/> from a body that has to have exactly that many bytes.</summary>
    public static async ValueTask ReadAllAsync(PipeReader body, Memory<byte> destination, CancellationToken cancellationToken)
    {
        while (!destination.IsEmpty)
        {
            var read = await body.ReadAsync(cancellationToken);
            var take = (int)Math.Min(read.Buffer.Length, destination.Length);
            var taken = read.Buffer.Slice(0, take);
            taken.CopyTo(destination.Span);
            destination = destination[take..];
            body.AdvanceTo(taken.End);
            if (read.IsCompleted && take == 0)
            {
                throw Problem.BodyCutOff("The body ended before its announced length; nothing was stored.");
            }
        }
    }

    private async Task<ImmutableArray<ManifestChunk>> StorePiecesAsync(
        ReadOnlyMemory<byte> content, ChunkReference reference, CancellationToken cancellationToken)
    {
        var pieces = new List<Task<ManifestChunk>>();
        while (!content.IsEmpty)
        {
            var piece = content[..Chunker.Cut(content.Span, endOfInput: true)];
            content = content[piece.Length..];
            pieces.Add(StorePieceAsync(piece, reference, cancellationToken));
        }

        return [.. await Task.WhenAll(pieces)];
    }

    private async Task<ManifestChunk> StorePieceAsync(
        ReadOnlyMemory<byte> piece, ChunkReference reference, CancellationToken cancellationToken)
    {
        var id = ChunkId.Of(piece.Span);
        await intake.StoreAsync(id, piece, reference, cancellationToken);
        return new ManifestChunk(id, piece.Length);
    }

    private async Task<StoredContent> WriteLargeAsync(
        PipeReader body, BodyTerms terms, ChunkReference reference, CancellationToken cancellationToken)
    {
        using var digest = terms.Sha256 is null ? null : IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var checksum = terms.Checksum is { } told ? IncrementalHash.CreateHash(told.Algorithm) : null;
        using var failure = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pipeline = new ChunkPipeline(intake, reference, _chunksInFlight);
        var window = new ContentWindow(blocks);
        try
        {
            while (await window.FillAsync(body, terms, failure.Token))
            {
                var length = Chunker.Cut(window.Bytes, window.AtEnd);
                digest?.AppendData(window.Bytes[..length]);
                checksum?.AppendData(window.Bytes[..length]);
                if (pipeline.Count == ChunkLimits.MaxManifestChunks)
                {
                    throw Problem.TooLarge($"A file has at most {ChunkLimits.MaxManifestChunks} chunks.");
                }

                await pipeline.AddAsync(window.Block, window.Start, length, failure.Token);
                window.Consume(length);
            }

            if (digest is not null)
            {
                RequireDigest(terms.Sha256, new ChunkId(digest.GetHashAndReset()));
            }

            if (checksum is not null)
            {
                terms.Checksum!.Require(checksum.GetHashAndReset());
            }

            return await WriteManifestAsync(
                new Manifest(await pipeline.FinishAsync()), terms.Sha256, reference, cancellationToken);
        }
        catch
        {
            await failure.CancelAsync();
            throw;
        }
        finally
        {
            await pipeline.AbandonAsync();
            window.Dispose();
        }
    }

    private static void RequireChecksum(ContentChecksum? checksum, ReadOnlySpan<byte> content) =>
        checksum?.Require(CryptographicOperations.HashData(checksum.Algorithm, content));

    private static void RequireDigest(ChunkId? expected, ChunkId actual)
    {
        if (expected is not null && expected != actual)
        {
            throw Problem.HashMismatch($"The content's SHA-256 is {actual}, the request says {expected}; nothing was committed.");
        }
    }
}
