using System.Buffers;
using System.Threading.Channels;
using FileStorage.Api.Callers;
using FileStorage.Api.Conflicts;
using FileStorage.Api.Contracts.Content;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Files;
using FileStorage.Api.Hosting;
using FileStorage.Api.Items;
using FileStorage.Api.Json;
using FileStorage.Api.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FileStorage.Api.Batches;

/// <summary>
/// Many files in one request. They are stored side by side, each as a PUT of its own would, and each is acknowledged by a line
/// as soon as it is durable.
/// </summary>
internal sealed partial class BatchPut(
    EditCommitter committer, ContentWriter writer, QuotaGate quota, IOptions<GatewayOptions> options, ILogger<BatchPut> logger) : IDisposable
{
    public const string MediaType = "application/vnd.filestorage.batch";
    public const string AnswerMediaType = "application/x-ndjson";

    private const int MaxBufferedBytes = 8 * 1024 * 1024;

    // Of one batch, so that its reading cannot run ahead; and of all of them together, so that many batches take no more memory.
    private readonly int _filesInFlight = options.Value.BatchFilesInFlight;
    private readonly SemaphoreSlim _allFiles = new(options.Value.AllBatchFilesInFlight);

    public void Dispose() => _allFiles.Dispose();

    public async Task PutAsync(HttpContext context)
    {
        if (!string.Equals(context.Request.ContentType, MediaType, StringComparison.OrdinalIgnoreCase))
        {
            throw Problem.UnsupportedMediaType(MediaType);
        }

        if (context.Request.ContentLength > BatchFrames.MaxBytes)
        {
            throw Problem.TooLarge($"A batch has at most {BatchFrames.MaxBytes} bytes.");
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = BatchFrames.MaxBytes;
        }

        context.Response.ContentType = AnswerMediaType;

        // Never more lines than files, and one for a body that cannot be read further: this channel needs no bound.
        var lines = Channel.CreateUnbounded<BatchFileBody>(new UnboundedChannelOptions { SingleReader = true });
        var writing = WriteLinesAsync(context, lines.Reader);
        try
        {
            await ReadFilesAsync(context, lines.Writer);
        }
        finally
        {
            lines.Writer.Complete();
            await writing;
        }
    }

    private async Task ReadFilesAsync(HttpContext context, ChannelWriter<BatchFileBody> lines)
    {
        var caller = Caller.Of(context);
        var makeParents = string.Equals(context.Request.Query["parents"], "true", StringComparison.Ordinal);
        var frames = new BatchFrames(context.Request.BodyReader);
        var gate = new BatchGate(_filesInFlight, MaxBufferedBytes);
        for (var index = 0; ; index++)
        {
            try
            {
                if (await frames.ReadHeaderAsync(context.RequestAborted) is not { } header)
                {
                    break;
                }

                if (index == BatchFrames.MaxFiles)
                {
                    throw Problem.TooLarge($"A batch has at most {BatchFrames.MaxFiles} files.");
                }

                // A file is read when its turn has come, so that those who wait hold no memory.
                await gate.EnterAsync(header.Size);
                await _allFiles.WaitAsync(CancellationToken.None);
                var frame = await ReadContentAsync(frames, header, gate, context.RequestAborted);
                Store(new BatchFile(caller, index, makeParents, frame), gate, lines);
            }
            catch (Exception exception) when (ProblemEdge.Explain(exception) is { } problem)
            {
                lines.TryWrite(Line(index, problem));
                break;
            }
        }

        await gate.DrainAsync();
    }

    private async ValueTask<BatchFrame> ReadContentAsync(
        BatchFrames frames, BatchFileHeader header, BatchGate gate, CancellationToken cancellationToken)
    {
        try
        {
            return await frames.ReadContentAsync(header, cancellationToken);
        }
        catch
        {
            Leave(gate, header.Size);
            throw;
        }
    }

    private void Leave(BatchGate gate, int bytes)
    {
        _allFiles.Release();
        gate.Leave(bytes);
    }

    // Runs beside the reading; the gate waits for all of them, and a line tells of each, whatever happens.
    private void Store(BatchFile file, BatchGate gate, ChannelWriter<BatchFileBody> lines) => _ = Task.Run(async () =>
    {
        try
        {
            lines.TryWrite(await StoreAsync(file));
        }
        catch (Exception exception)
        {
            var problem = ProblemEdge.Explain(exception);
            if (problem is null)
            {
                LogFault(logger, exception);
            }

            lines.TryWrite(Line(file.Index, problem ?? new ProblemException(Problem.InternalError(), exception)));
        }
        finally
        {
            if (file.Frame.Buffer is { } buffer)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }

            Leave(gate, file.Frame.Header.Size);
        }
    });

    private async Task<BatchFileBody> StoreAsync(BatchFile file)
    {
        var header = file.Frame.Header;
        var place = FilePlace.Of(header.Path, file.MakeParents, header.ParentId, header.Name, header.ItemId);
        var precondition = header.IfMatch is null && !header.IfAbsent
            ? FilePrecondition.None
            : new FilePrecondition { Absent = header.IfAbsent, Matches = header.IfMatch is { } etag ? [etag.Trim('"')] : [] };
        var terms = new VersionTerms
        {
            Precondition = precondition,
            Edit = EditTerms.Of(header.Conflict, header.Base, precondition),
            OperationId = header.OperationId,
            ModifiedAt = header.ModifiedAt?.ToUniversalTime(),
            Executable = header.Executable,
        };

        // What has been read is stored to its end, whether or not the caller still listens.
        var stored = await committer.PutAsync(
            file.Caller,
            place,
            terms,
            async (reference, cancellationToken) =>
            {
                (await quota.GetRoomAsync(reference.Owner, header.Size, cancellationToken)).Require(header.Size);
                return await writer.WriteAsync(file.Frame.Content, header.Sha256, reference, cancellationToken);
            },
            CancellationToken.None);
        return new BatchFileBody
        {
            Index = file.Index,
            Status = stored.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK,
            Item = ItemBodies.Of(stored),
        };
    }

    private static async Task WriteLinesAsync(HttpContext context, ChannelReader<BatchFileBody> lines)
    {
        var body = context.Response.BodyWriter;
        while (await lines.WaitToReadAsync(CancellationToken.None))
        {
            while (lines.TryRead(out var line))
            {
                using var json = PooledJson.Serialize(line, ContractsJsonContext.Default.BatchFileBody);
                var span = body.GetSpan(json.Length + 1);
                json.Span.CopyTo(span);
                span[json.Length] = (byte)'\n';
                body.Advance(json.Length + 1);
            }

            await body.FlushAsync(CancellationToken.None);
        }
    }

    private static BatchFileBody Line(int index, ProblemException problem) =>
        new() { Index = index, Status = problem.Status, Problem = problem.Problem };

    [LoggerMessage(1, LogLevel.Error, "A file of a batch failed with a fault of the server")]
    private static partial void LogFault(ILogger logger, Exception exception);
}
