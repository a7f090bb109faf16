using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using FileStorage.Api.Batches;
using FileStorage.Api.Callers;
using FileStorage.Api.Files;
using FileStorage.Api.Hosting;
using FileStorage.Api.Nextcloud.Describing;
using FileStorage.Api.Problems;
using FileStorage.Api.WebDav;
using FileStorage.Api.WebDav.Addresses;
using FileStorage.Api.WebDav.Locks;
using FileStorage.Api.WebDav.Conditions;
using FileStorage.Api.WebDav.Properties;
using FileStorage.Core.Names;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace FileStorage.Api.Nextcloud.Uploads;

/// <summary>
/// Many small files in one request (the bulk upload of Nextcloud). Each is judged and stored as a PUT of its own would be; one that cannot
/// be stored keeps no other from being.
/// </summary>
internal sealed partial class BulkUpload(
    FileCommitter committer, ContentWriter writer, QuotaGate quota, IGrainFactory grains, IOptions<GatewayOptions> options, ILogger<BulkUpload> logger)
{
    private const long MaxBytes = 1L << 30;
    private const int MaxFileBytes = 16 * 1024 * 1024;
    private const int MaxBufferedBytes = 32 * 1024 * 1024;
    private const int MaxFiles = 10_000;

    public async Task TakeAsync(HttpContext context)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/related", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 200 } boundary)
        {
            throw Problem.UnsupportedMediaType("multipart/related with a boundary");
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBytes;
        }

        var results = new ConcurrentQueue<BulkFile>();
        var gate = new BatchGate(options.Value.BatchFilesInFlight, MaxBufferedBytes);
        try
        {
            await ReadAsync(context, new MultipartReader(boundary, context.Request.Body), gate, results);
        }
        finally
        {
            await gate.DrainAsync();
        }

        await AnswerAsync(context, results);
    }

    private async Task ReadAsync(HttpContext context, MultipartReader reader, BatchGate gate, ConcurrentQueue<BulkFile> results)
    {
        var count = 0;
        while (await reader.ReadNextSectionAsync(context.RequestAborted) is { } section)
        {
            if (++count > MaxFiles)
            {
                throw Problem.TooLarge($"A bulk upload has at most {MaxFiles} files.");
            }

            var headers = section.Headers ?? throw Problem.BadRequest("A part of a bulk upload has headers.");
            if (!int.TryParse(headers["Content-Length"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                || length > MaxFileBytes)
            {
                throw Problem.BadRequest($"A part of a bulk upload has a Content-Length of at most {MaxFileBytes}.");
            }

            await gate.EnterAsync(length);
            var buffer = ArrayPool<byte>.Shared.Rent(length);
            var isHandedOn = false;
            try
            {
                await section.Body.ReadExactlyAsync(buffer.AsMemory(0, length), context.RequestAborted);
                if (await section.Body.ReadAsync(new byte[1], context.RequestAborted) != 0)
                {
                    throw Problem.BadRequest("A part of a bulk upload is longer than its Content-Length.");
                }

                isHandedOn = true;
            }
            catch (EndOfStreamException cause)
            {
                throw Problem.BodyCutOff("A part of the bulk upload ended before its announced length.", cause);
            }
            finally
            {
                if (!isHandedOn)
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                    gate.Leave(length);
                }
            }

            var file = (Path: headers["X-File-Path"].ToString(), Md5: headers["X-File-MD5"].ToString(), Mtime: headers["X-File-Mtime"].ToString());
            Store(context, gate, results, buffer, length, file);
        }
    }

    // Runs beside the reading; the gate waits for all of them.
    private void Store(
        HttpContext context, BatchGate gate, ConcurrentQueue<BulkFile> results, byte[] buffer, int length, (string Path, string Md5, string Mtime) file) => _ = Task.Run(async () =>
    {
        try
        {
            results.Enqueue(await StoreAsync(context, buffer.AsMemory(0, length), file.Path, file.Md5, file.Mtime));
        }
        catch (Exception exception)
        {
            var problem = ProblemEdge.Explain(exception);
            if (problem is null)
            {
                LogFault(logger, exception);
            }

            results.Enqueue(new BulkFile(file.Path, null, null, null, null, problem?.Problem.Detail ?? "The server failed."));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            gate.Leave(length);
        }
    });

    private async Task<BulkFile> StoreAsync(HttpContext context, ReadOnlyMemory<byte> content, string path, string md5, string mtime)
    {
        var caller = Caller.Of(context);
        if (!EntryPath.TryParse(path, out var parsed, out var problem) || parsed.IsRoot)
        {
            throw Problem.InvalidName(problem ?? "X-File-Path names a file.");
        }

        var checksum = Checksums.Parse("MD5:" + md5);
        checksum?.Require(System.Security.Cryptography.CryptographicOperations.HashData(checksum.Algorithm, content.Span));
        var resolution = await caller.Tree.ResolveAsync(parsed.Names, CancellationToken.None);
        var guard = new DavGuard(
            caller, DoorUser.Of(context), new DavAddress("", parsed, path), IfHeader.None, new LockTable(grains), new DavEtags(caller));
        if (resolution.Item is { } item)
        {
            await guard.RequireFreeAsync(item, withBelow: false, CancellationToken.None);
        }
        else
        {
            await guard.RequireOpenAsync(resolution.Deepest, CancellationToken.None);
        }

        var terms = new VersionTerms
        {
            ModifiedAt = DavHeaders.ParseSeconds(mtime),
            Executable = resolution.Item?.Entry.Executable ?? false,
        };
        var file = await committer.PutAsync(
            caller,
            new FilePlace.At(parsed, MakeParents: false),
            terms,
            async (reference, token) =>
            {
                (await quota.GetRoomAsync(reference.Owner, content.Length, token)).Require(content.Length);
                return await writer.WriteAsync(content, null, reference, token);
            },
            CancellationToken.None);
        var stored = (resolution.Item ?? resolution.Deepest) with { Entry = file.Entry };
        return new BulkFile(
            path, file.Entry.Etag, FileNumbers.IdOf(file.Entry.Id), FileNumbers.Of(file.Entry.Id), PermissionLetters.Of(stored), null);
    }

    private static Task AnswerAsync(HttpContext context, IEnumerable<BulkFile> files) => JsonText.ObjectAsync(context, json =>
    {
        foreach (var file in files.DistinctBy(file => file.Path))
        {
            json.WriteStartObject(file.Path);
            json.WriteBoolean("error", file.Problem is not null);
            if (file.Problem is { } problem)
            {
                json.WriteString("message", problem);
            }
            else
            {
                json.WriteString("etag", $"\"{file.Etag}\"");
                json.WriteString("fileid", file.Number?.ToString(CultureInfo.InvariantCulture));
                json.WriteString("OC-FileID", file.FileId);
                json.WriteString("permissions", file.Permissions);
            }

            json.WriteEndObject();
        }
    });

    [LoggerMessage(1, LogLevel.Error, "A file of a bulk upload failed with a fault of the server")]
    private static partial void LogFault(ILogger logger, Exception exception);
}
