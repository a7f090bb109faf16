using System.Buffers;
using System.Collections.Immutable;
using System.IO.Pipelines;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FileStorage.Api.Chunks;
using FileStorage.Api.Files;
using FileStorage.Api.Hosting;
using FileStorage.Api.Problems;
using FileStorage.Api.Reading;
using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Uploads;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace FileStorage.Api.Tus;

/// <summary>
/// Appends a body to an upload: cut, hashed, stored and held like any content, and told to the upload every so often, so that little is lost
/// with the server and nothing with the connection.
/// </summary>
internal sealed class BodyAppender(
    IGrainFactory grains,
    ChunkIntake intake,
    ContentBlockPool blocks,
    LargeBodies largeBodies,
    ChunkReader reader,
    TimeProvider clock,
    IOptions<GatewayOptions> options)
{
    private const long ToldBytes = 16L * 1024 * 1024;

    private static readonly TimeSpan ToldEvery = TimeSpan.FromSeconds(1);
    private static readonly FastCdc Chunker = new(ChunkerParameters.Default);

    // What may come is bounded by the upload, not here.
    private static readonly BodyTerms AnyBody = new() { ContentLength = null, Room = new QuotaRoom(0, long.MaxValue) };

    /// <summary>Appends what comes, up to the end of the body or to where it breaks off.</summary>
    /// <param name="body">The bytes.</param>
    /// <param name="terms">Where they go.</param>
    /// <param name="stop">Ends the reading; what was read is kept.</param>
    /// <exception cref="ProblemException">The body was refused; what was told before is kept.</exception>
    public async Task<AppendedBody> AppendAsync(PipeReader body, AppendTerms terms, CancellationToken stop)
    {
        IDisposable room;
        try
        {
            room = await largeBodies.EnterAsync(stop);
        }
        catch (OperationCanceledException exception)
        {
            return new AppendedBody(terms.State.OffsetBytes, IsWholeVerified: false, exception);
        }

        using (room)
        {
            var window = new ContentWindow(blocks);
            var pipeline = new ChunkPipeline(intake, terms.Reference, options.Value.ChunksInFlight);
            try
            {
                return await AppendAsync(body, terms, window, pipeline, stop);
            }
            finally
            {
                await pipeline.AbandonAsync();
                window.Dispose();
            }
        }
    }

    private async Task<AppendedBody> AppendAsync(
        PipeReader body, AppendTerms terms, ContentWindow window, ChunkPipeline pipeline, CancellationToken stop)
    {
        using var digest = terms.Checksum is { } told ? IncrementalHash.CreateHash(told.Algorithm) : null;
        using var whole = terms is { WholeChecksum: { } all, State.OffsetBytes: 0 } ? IncrementalHash.CreateHash(all.Algorithm) : null;
        var state = terms.State;
        var room = (state.LengthBytes ?? ChunkLimits.MaxFileBytes) - state.OffsetBytes;
        var toldAt = clock.GetTimestamp();
        var offset = state.OffsetBytes;
        var replaces = await PrependLastAsync(state, window);
        var unhashed = replaces ? state.LastChunkBytes : 0;
        Exception? brokenBy = null;
        while (true)
        {
            try
            {
                if (!await window.FillAsync(body, AnyBody, stop))
                {
                    break;
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException or BadHttpRequestException)
            {
                brokenBy = exception;
                window.End();
                continue;
            }

            if (window.TotalBytes == 0)
            {
                break;
            }

            if (window.TotalBytes > room)
            {
                if (state.Declaration.EndsExplicitly)
                {
                    // What the IETF's draft asks for: such an upload is not to be trusted any more.
                    await terms.Upload.DeleteAsync(CancellationToken.None);
                }

                throw Problem.TooLarge($"The upload has {state.LengthBytes ?? ChunkLimits.MaxFileBytes} bytes; more came.");
            }

            var length = Chunker.Cut(window.Bytes, window.AtEnd);
            var fresh = window.Bytes[Math.Min(unhashed, length)..length];
            unhashed = Math.Max(0, unhashed - length);
            digest?.AppendData(fresh);
            whole?.AppendData(fresh);
            await pipeline.AddAsync(window.Block, window.Start, length, CancellationToken.None);
            window.Consume(length);
            if (digest is null && (pipeline.DurableBytes >= ToldBytes || clock.GetElapsedTime(toldAt) >= ToldEvery))
            {
                (offset, replaces) = await TellAsync(terms, offset, pipeline.TakeDurable(), replaces);
                toldAt = clock.GetTimestamp();
            }
        }

        var rest = await pipeline.FinishAsync();
        if (digest is not null)
        {
            if (brokenBy is not null)
            {
                return new AppendedBody(state.OffsetBytes, IsWholeVerified: false, brokenBy);
            }

            Require(terms.Checksum!, digest.GetHashAndReset());
        }

        (offset, _) = await TellAsync(terms, offset, rest, replaces);
        var isVerified = whole is not null && brokenBy is null
            && terms.WholeChecksum!.Expected.AsSpan().SequenceEqual(whole.GetHashAndReset());
        return new AppendedBody(offset, isVerified, brokenBy);
    }

    // A chunk that only ended where a request did is cut anew with what follows, so that many small requests make no small chunks.
    private async Task<bool> PrependLastAsync(AppendState state, ContentWindow window)
    {
        if (state.LastChunk is not { } id || state.LastChunkBytes >= ChunkerParameters.Default.MinBytes)
        {
            return false;
        }

        var buffer = await reader.ReadAsync(new ManifestChunk(id, state.LastChunkBytes), CancellationToken.None);
        window.Prepend(buffer.AsSpan(0, state.LastChunkBytes));
        ArrayPool<byte>.Shared.Return(buffer);
        return true;
    }

    // How much has come by now, and whether the last chunk is still to be replaced.
    private async Task<(long Offset, bool Replaces)> TellAsync(
        AppendTerms terms, long offset, ImmutableArray<ManifestChunk> chunks, bool replaces)
    {
        if (chunks.IsEmpty)
        {
            return (offset, replaces);
        }

        var manifest = new Manifest(chunks);
        var from = offset - (replaces ? terms.State.LastChunkBytes : 0);
        var outcome = await terms.Upload.AppendAsync(
            new AppendedChunks
            {
                Writer = terms.Writer,
                OffsetBytes = from,
                Chunks = ImmutableCollectionsMarshal.AsImmutableArray(manifest.ToByteArray()),
                ReplacesLast = replaces,
            },
            CancellationToken.None);
        return outcome is AppendOutcome.Appended
            ? (from + manifest.TotalBytes, false)
            : throw await AppendAnswer.ExplainAsync(grains, terms, outcome);
    }

    private static void Require(ContentChecksum checksum, byte[] actual)
    {
        if (!checksum.Expected.AsSpan().SequenceEqual(actual))
        {
            throw Problem.ChecksumMismatch(
                $"The {checksum.Name} of the body is {Convert.ToHexStringLower(actual)}, the request says {checksum}; nothing of it was kept.");
        }
    }
}
