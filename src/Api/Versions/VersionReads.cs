using System.Globalization;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Uploads;
using FileStorage.Api.Contracts.Versions;
using FileStorage.Api.Items;
using FileStorage.Api.Json;
using FileStorage.Api.Problems;
using FileStorage.Api.Reading;
using FileStorage.Api.Trees;
using FileStorage.Core.Entries;
using FileStorage.Grains.Interfaces.Files;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Versions;

/// <summary>The history of a file: list, content, manifest.</summary>
internal sealed class VersionReads(IGrainFactory grains, ContentAnswer answer, ManifestReader manifests)
{
    public async Task ListAsync(HttpContext context)
    {
        var item = await FindFileAsync(context);
        var before = long.MaxValue;
        if (context.Request.Query["before"] is [{ Length: > 0 } text]
            && !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out before))
        {
            throw Problem.BadRequest("\"before\" is the \"next\" of another page.");
        }

        var page = await grains.GetGrain<IFileGrain>(item.EntryId).ListAsync(before, Paging.Limit(context), item.DriveId, context.RequestAborted);
        var versions = new VersionBody[page.Versions.Length];
        for (var index = 0; index < versions.Length; index++)
        {
            versions[index] = Body(page.Versions[index]);
        }

        var body = new VersionPageBody { Versions = versions, Next = page.HasMore ? versions[^1].Number : null };
        await JsonAnswer.WriteAsync(context, 200, body, ContractsJsonContext.Default.VersionPageBody);
    }

    public async Task GetContentAsync(HttpContext context)
    {
        var (item, version) = await FindVersionAsync(context);
        await answer.SendAsync(context, new ReadableContent(item.Entry.Name, version));
    }

    public async Task GetManifestAsync(HttpContext context)
    {
        var (_, version) = await FindVersionAsync(context);
        var manifest = await manifests.ReadAsync(version.VersionId, version.Manifest, context.RequestAborted);
        var chunks = new ChunkBody[manifest.Chunks.Length];
        for (var index = 0; index < chunks.Length; index++)
        {
            chunks[index] = new ChunkBody { Id = manifest.Chunks[index].Id, Length = manifest.Chunks[index].Length };
        }

        context.Response.Headers.ETag = $"\"{version.VersionId:N}\"";
        var body = new ManifestBody { Size = manifest.TotalBytes, Chunks = chunks };
        await JsonAnswer.WriteAsync(context, 200, body, ContractsJsonContext.Default.ManifestBody);
    }

    /// <summary>The version that a request names, with its file.</summary>
    public async Task<(TreeItem Item, FileVersion Version)> FindVersionAsync(HttpContext context)
    {
        var item = await FindFileAsync(context);
        return long.TryParse(
                context.Request.RouteValues["number"] as string, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && await grains.GetGrain<IFileGrain>(item.EntryId).FindAsync(number, item.DriveId, context.RequestAborted) is { } version
            ? (item, version)
            : throw Problem.NotFound("The file has no such version.");
    }

    private static async Task<TreeItem> FindFileAsync(HttpContext context)
    {
        var item = await ItemAddress.FindAsync(context);
        return item.Entry.Kind == EntryKind.File ? item : throw Problem.NotPossible("This is a folder; only a file has versions.");
    }

    private static VersionBody Body(FileVersion version) => new()
    {
        Number = version.Number,
        Etag = version.VersionId.ToString("N", CultureInfo.InvariantCulture),
        Size = version.Manifest.SizeBytes,
        Sha256 = version.Manifest.Sha256,
        ModifiedAt = version.ModifiedAt,
        CreatedAt = version.CreatedAt,
        DeviceId = version.DeviceId,
        Executable = version.Executable,
    };
}
