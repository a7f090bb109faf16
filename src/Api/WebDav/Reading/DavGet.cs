using FileStorage.Api.Problems;
using FileStorage.Api.Reading;
using FileStorage.Api.WebDav.Properties;
using FileStorage.Core.Entries;
using FileStorage.Grains.Interfaces.Files;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.WebDav.Reading;

/// <summary>GET and HEAD.</summary>
internal sealed class DavGet(IGrainFactory grains, ContentAnswer answer, Checksums checksums)
{
    public async Task SendAsync(DavRequest request)
    {
        var context = request.Context;
        var item = await request.FindAsync();
        if (item.Entry.Kind == EntryKind.Folder)
        {
            if (!HttpMethods.IsHead(context.Request.Method))
            {
                throw Problem.MethodNotAllowed("This is a collection; PROPFIND lists it.");
            }

            DavHeaders.WriteItem(context, item, await request.Etags.OfAsync(item, request.Aborted));
            context.Response.ContentLength = 0;
            return;
        }

        var version = await grains.GetGrain<IFileGrain>(item.EntryId).FindAsync(item.Entry.VersionNumber, item.DriveId, request.Aborted)
            ?? throw Problem.NotFound("There is no such item any more.");
        var headers = context.Response.Headers;
        headers["OC-ETag"] = $"\"{item.Entry.Etag}\"";
        headers["OC-FileId"] = FileNumbers.IdOf(item.Entry.Id);
        if (checksums.TextOf(version.VersionId, version.Manifest.Sha256) is { } told)
        {
            headers[Checksums.Header] = told;
        }

        await answer.SendAsync(context, new ReadableContent(item.Entry.Name, version));
    }
}
