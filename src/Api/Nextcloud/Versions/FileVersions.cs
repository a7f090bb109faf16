using System.Globalization;
using FileStorage.Api.Callers;
using FileStorage.Api.Items;
using FileStorage.Api.Problems;
using FileStorage.Api.Trees;
using FileStorage.Api.Versions;
using FileStorage.Api.WebDav.Addresses;
using FileStorage.Api.WebDav.Properties;
using FileStorage.Api.WebDav.Xml;
using FileStorage.Grains.Interfaces.Files;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Nextcloud.Versions;

/// <summary>The history of a file as Nextcloud's clients see it: /remote.php/dav/versions/USER/versions/FILE/VERSION.</summary>
internal sealed class FileVersions(
    IGrainFactory grains, FileNumberIndex numbers, VersionReads reads, VersionRestore restore, Checksums checksums)
{
    public async Task ListAsync(HttpContext context)
    {
        var file = await FindAsync(context);
        var question = PropertyQuestion.Of(await DavBody.ReadAsync(context));
        var root = DavAddress.RawPath(context).TrimEnd('/');
        var items = new List<ItemFacts> { new() { Item = file, Href = root + "/", Etag = file.Entry.Etag } };
        if (context.Request.Headers["Depth"] != "0")
        {
            // The newest one is the file itself.
            var page = await grains.GetGrain<IFileGrain>(file.EntryId).ListAsync(file.Entry.VersionNumber, Paging.MaxLimit, file.DriveId, context.RequestAborted);
            items.AddRange(page.Versions.Select(version => Fact(file, version, root)));
        }

        await ItemListing.WriteAsync(context, question, items, checksums);
    }

    public async Task GetAsync(HttpContext context)
    {
        await AddressAsync(context);
        await reads.GetContentAsync(context);
    }

    public async Task RestoreAsync(HttpContext context)
    {
        await AddressAsync(context);
        await restore.MakeAsync(context);
        context.Response.StatusCode = StatusCodes.Status201Created;
    }

    // From here on the address is as one of our own, which names the file by its id.
    private async Task AddressAsync(HttpContext context) => context.Request.RouteValues["id"] = (await FindAsync(context)).Entry.Id.ToString("D");

    private async Task<TreeItem> FindAsync(HttpContext context)
    {
        DoorUser.Require(context);
        return long.TryParse(context.Request.RouteValues["file"] as string, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && await numbers.FindAsync(Caller.Of(context), number, context.RequestAborted) is { } file
            ? file
            : throw Problem.NotFound("There is no such file.");
    }

    private static ItemFacts Fact(TreeItem file, FileVersion version, string root) => new()
    {
        Item = file with
        {
            Entry = file.Entry with
            {
                SizeBytes = version.Manifest.SizeBytes,
                VersionId = version.VersionId,
                Sha256 = version.Manifest.Sha256,
                ModifiedAt = version.ModifiedAt,
                Etag = version.VersionId.ToString("N"),
            },
        },
        Href = string.Create(CultureInfo.InvariantCulture, $"{root}/{version.Number}"),
        Etag = version.VersionId.ToString("N"),
    };
}
