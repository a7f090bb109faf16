using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Text.Json;
using FileStorage.Api.Contracts.Content;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Files;
using FileStorage.Api.Problems;
using FileStorage.Core.Chunks;

namespace FileStorage.Api.Batches;

/// <summary>Reads the files of a batch one after the other; docs/protocol.md, "Many files in one request".</summary>
internal sealed class BatchFrames(PipeReader body)
{
    public const int MaxFiles = 1000;
    public const long MaxBytes = 64 * 1024 * 1024;

    private const int LengthBytes = sizeof(int);
    private const int MaxHeaderBytes = 16 * 1024;

    /// <summary>What stands before the next file, or null at the end of the batch. Its content has to be read next.</summary>
    /// <exception cref="ProblemException">The body cannot be read further.</exception>
    public async ValueTask<BatchFileHeader?> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        var read = await body.ReadAtLeastAsync(LengthBytes, cancellationToken);
        if (read.Buffer.IsEmpty && read.IsCompleted)
        {
            body.AdvanceTo(read.Buffer.End);
            return null;
        }

        var headerBytes = ReadLength(read.Buffer);
        body.AdvanceTo(read.Buffer.GetPosition(Math.Min(LengthBytes, read.Buffer.Length)));
        switch (headerBytes)
        {
            case null:
                throw Problem.BodyCutOff("The body ended within the length of a header.");
            case < 2 or > MaxHeaderBytes:
                throw Problem.BadRequest($"A header has 2 to {MaxHeaderBytes} bytes, not {headerBytes}.");
            default:
                break;
        }

        var header = await ReadHeaderAsync(headerBytes.Value, cancellationToken);
        if (header.Size is < 0 or > ChunkLimits.MaxChunkBytes)
        {
            throw Problem.TooLarge($"A file of a batch has at most {ChunkLimits.MaxChunkBytes} bytes.");
        }

        return header;
    }

    /// <summary>The file of a header. The caller gives the buffer back.</summary>
    /// <exception cref="ProblemException">The body ends before the file does.</exception>
    public async ValueTask<BatchFrame> ReadContentAsync(BatchFileHeader header, CancellationToken cancellationToken) =>
        new(header, await ReadContentAsync(header.Size, cancellationToken));

    private async ValueTask<BatchFileHeader> ReadHeaderAsync(int length, CancellationToken cancellationToken)
    {
        var read = await body.ReadAtLeastAsync(length, cancellationToken);
        if (read.Buffer.Length < length)
        {
            body.AdvanceTo(read.Buffer.End);
            throw Problem.BodyCutOff("The body ended within a header.");
        }

        var bytes = read.Buffer.Slice(0, length);
        try
        {
            return Parse(bytes) ?? throw Problem.BadRequest("The header of a file is a JSON object.");
        }
        catch (JsonException exception)
        {
            throw Problem.BadRequest("The header of a file is not the JSON that it has to be: " + exception.Message, exception);
        }
        finally
        {
            body.AdvanceTo(bytes.End);
        }
    }

    private async ValueTask<byte[]?> ReadContentAsync(int size, CancellationToken cancellationToken)
    {
        if (size == 0)
        {
            return null;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            await ContentWriter.ReadAllAsync(body, buffer.AsMemory(0, size), cancellationToken);
            return buffer;
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    private static BatchFileHeader? Parse(ReadOnlySequence<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        return JsonSerializer.Deserialize(ref reader, ContractsJsonContext.Default.BatchFileHeader);
    }

    private static int? ReadLength(ReadOnlySequence<byte> buffer)
    {
        if (buffer.Length < LengthBytes)
        {
            return null;
        }

        Span<byte> length = stackalloc byte[LengthBytes];
        buffer.Slice(0, LengthBytes).CopyTo(length);
        return BinaryPrimitives.ReadInt32BigEndian(length);
    }
}
