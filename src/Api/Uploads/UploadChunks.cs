using System.Buffers;
using System.Buffers.Binary;
using FileStorage.Api.Callers;
using FileStorage.Api.Chunks;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Uploads;
using FileStorage.Api.Files;
using FileStorage.Api.Items;
using FileStorage.Api.Json;
using FileStorage.Api.Problems;
using FileStorage.Core.Chunks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FileStorage.Api.Uploads;

/// <summary>Takes the chunks of an upload: one a request, or many small ones.</summary>
internal sealed class UploadChunks(ChunkIntake intake, UploadFinder finder)
{
    public const string ManyMediaType = "application/vnd.filestorage.chunks";

    private const int MaxManyBytes = 16 * 1024 * 1024;
    private const int FrameBytes = ChunkId.Bytes + sizeof(int);
    private const int ChunksInFlight = 16;

    public async Task PutAsync(HttpContext context)
    {
        if (!ChunkId.TryParse(context.Request.RouteValues["sha256"] as string, null, out var id))
        {
            throw Problem.BadRequest("A chunk is named by the 64 hex digits of its SHA-256.");
        }

        var caller = Caller.Of(context);
        var upload = await finder.GetDeclaredAsync(caller, ItemAddress.RouteId(context), context.RequestAborted);
        if (upload.LengthOf(id) is not { } declared)
        {
            throw context.Request.ContentLength > ChunkLimits.MaxChunkBytes ? ChunkTooLarge() : Problem.UndeclaredChunk();
        }

        var (buffer, length) = await ReadAsync(context, declared);
        try
        {
            await StoreAsync(upload, id, buffer.AsMemory(0, length), declared, context.RequestAborted);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        // Revoked in mid upload: the chunk is stored, but the device learns that it speaks for nobody now.
        await caller.RequireStillValidAsync(context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    public async Task PutManyAsync(HttpContext context)
    {
        if (!string.Equals(context.Request.ContentType, ManyMediaType, StringComparison.OrdinalIgnoreCase))
        {
            throw Problem.UnsupportedMediaType(ManyMediaType);
        }

        SetBodyLimit(context, MaxManyBytes);
        var upload = await finder.GetDeclaredAsync(Caller.Of(context), ItemAddress.RouteId(context), context.RequestAborted);
        var stored = new List<ChunkId>();
        var inFlight = new Queue<(ChunkId Id, Task Task)>();
        try
        {
            while (await ReadFrameAsync(context) is { } frame)
            {
                if (inFlight.Count == ChunksInFlight)
                {
                    await FinishOldestAsync(inFlight, stored);
                }

                inFlight.Enqueue((frame.Id, StoreAndReturnAsync(upload, frame.Id, frame.Buffer, frame.Length, context.RequestAborted)));
            }

            while (inFlight.Count > 0)
            {
                await FinishOldestAsync(inFlight, stored);
            }
        }
        finally
        {
            // Those before a bad one are stored: the answer waits for them.
            await Settled.WaitAsync(Task.WhenAll(inFlight.Select(pending => pending.Task)));
        }

        await JsonAnswer.WriteAsync(context, 200, new ChunksStoredBody { Stored = stored }, ContractsJsonContext.Default.ChunksStoredBody);
    }

    private async Task StoreAndReturnAsync(
        DeclaredUpload upload, ChunkId id, byte[] buffer, int length, CancellationToken cancellationToken)
    {
        try
        {
            await StoreAsync(upload, id, buffer.AsMemory(0, length), upload.LengthOf(id), cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private Task StoreAsync(
        DeclaredUpload upload, ChunkId id, ReadOnlyMemory<byte> bytes, int? declaredLength, CancellationToken cancellationToken)
    {
        if (declaredLength is null)
        {
            throw Problem.UndeclaredChunk();
        }

        var actual = ChunkId.Of(bytes.Span);
        if (actual != id || bytes.Length != declaredLength)
        {
            throw Problem.HashMismatch(
                $"Chunk {id} was declared with {declaredLength} bytes; {bytes.Length} bytes with the SHA-256 {actual} came. Nothing was stored.");
        }

        return intake.StoreAsync(id, bytes, upload.Reference, cancellationToken);
    }

    // One byte more than may come is enough to know that it is too much.
    private static async Task<(byte[] Buffer, int Length)> ReadAsync(HttpContext context, int declared)
    {
        if (context.Request.ContentLength > ChunkLimits.MaxChunkBytes)
        {
            throw ChunkTooLarge();
        }

        SetBodyLimit(context, ChunkLimits.MaxChunkBytes);
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(declared, (int)(context.Request.ContentLength ?? ChunkLimits.MaxChunkBytes)));
        try
        {
            if (context.Request.ContentLength is { } known)
            {
                await ContentWriter.ReadAllAsync(context.Request.BodyReader, buffer.AsMemory(0, (int)known), context.RequestAborted);
                return (buffer, (int)known);
            }

            var length = 0;
            int read;
            while (length < buffer.Length
                && (read = await context.Request.Body.ReadAsync(buffer.AsMemory(length), context.RequestAborted)) > 0)
            {
                length += read;
            }

            return length <= ChunkLimits.MaxChunkBytes ? (buffer, length) : throw ChunkTooLarge();
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    private static async Task<(ChunkId Id, byte[] Buffer, int Length)?> ReadFrameAsync(HttpContext context)
    {
        var body = context.Request.BodyReader;
        var read = await body.ReadAtLeastAsync(FrameBytes, context.RequestAborted);
        if (read.Buffer.IsEmpty && read.IsCompleted)
        {
            body.AdvanceTo(read.Buffer.End);
            return null;
        }

        if (read.Buffer.Length < FrameBytes)
        {
            body.AdvanceTo(read.Buffer.End);
            throw Problem.BodyCutOff("The body ended within the head of a chunk; the chunks before it are stored.");
        }

        var (id, length) = ParseFrame(read.Buffer);
        body.AdvanceTo(read.Buffer.GetPosition(FrameBytes));
        if (length is < ChunkLimits.MinChunkBytes or > ChunkLimits.MaxChunkBytes)
        {
            throw ChunkTooLarge();
        }

        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            await ContentWriter.ReadAllAsync(body, buffer.AsMemory(0, length), context.RequestAborted);
            return (id, buffer, length);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    private static (ChunkId Id, int Length) ParseFrame(ReadOnlySequence<byte> buffer)
    {
        Span<byte> frame = stackalloc byte[FrameBytes];
        buffer.Slice(0, FrameBytes).CopyTo(frame);
        return (new ChunkId(frame[..ChunkId.Bytes]), BinaryPrimitives.ReadInt32BigEndian(frame[ChunkId.Bytes..]));
    }

    private static async Task FinishOldestAsync(Queue<(ChunkId Id, Task Task)> inFlight, List<ChunkId> stored)
    {
        var (id, task) = inFlight.Dequeue();
        await task;
        stored.Add(id);
    }

    private static void SetBodyLimit(HttpContext context, long bytes)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = bytes;
        }
    }

    private static ProblemException ChunkTooLarge() =>
        Problem.TooLarge($"A chunk has {ChunkLimits.MinChunkBytes} to {ChunkLimits.MaxChunkBytes} bytes.");
}
