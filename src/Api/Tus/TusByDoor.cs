using FileStorage.Api.Problems;
using FileStorage.Api.Trees;
using FileStorage.Api.WebDav;
using FileStorage.Api.WebDav.Addresses;
using FileStorage.Api.WebDav.Writing;
using FileStorage.Core.Names;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Uploads;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Tus;

/// <summary>
/// tus as ownCloud's clients speak it: begun by a POST to a folder of the tree with the path below it as "filename", gone on with at an address
/// beside the tree, and in the end answered as PUT is. The capabilities do not announce it (docs/decisions/0022-uploads-that-come-in-order.md tells why).
/// </summary>
internal sealed class TusByDoor(IGrainFactory grains)
{
    /// <summary>Where what was begun is gone on with.</summary>
    public const string Address = "/remote.php/dav/tus";

    /// <summary>The address of an upload, with the host: these clients do not take it for one without.</summary>
    public static string AddressOf(HttpRequest request, Guid uploadId) => $"{request.Scheme}://{request.Host}{Address}/{uploadId:D}";

    /// <summary>Adds to a declaration where the file goes.</summary>
    /// <exception cref="ProblemException">There is no such place, or it is locked.</exception>
    public async Task<AppendDeclaration> DeclareAsync(ResumableRequest request, AppendDeclaration declaration, UploadMetadata metadata)
    {
        var context = request.Context;
        var name = metadata["filename"] ?? throw Problem.BadRequest("Upload-Metadata has the path of the file, from the address of the request on, as \"filename\".");
        var folder = DavAddress.Of(context).Path.ToString().TrimEnd('/');
        if (!EntryPath.TryParse($"{folder}/{name.TrimStart('/')}", out var path, out var problem) || path.IsRoot)
        {
            throw Problem.InvalidName(problem ?? "\"filename\" names a file.");
        }

        var existing = await RequireFreeAsync(request, path);
        return declaration with
        {
            Path = path.ToString(),
            MakeParents = false,
            ParentId = null,
            Name = null,
            ItemId = null,
            ModifiedAt = DavHeaders.ModifiedAtOf(context.Request) ?? declaration.ModifiedAt,
            Executable = existing?.Executable ?? false,
        };
    }

    /// <summary>Requires that nobody has locked the place of an upload that is about to become a file.</summary>
    /// <exception cref="ProblemException">423.</exception>
    public Task RequireFreeAsync(ResumableRequest request, AppendDeclaration declaration) =>
        declaration.Path is { } text && EntryPath.TryParse(text, out var path, out _) ? RequireFreeAsync(request, path) : Task.CompletedTask;

    /// <summary>Tells what the file is now, as PUT does.</summary>
    public static async Task TellAsync(ResumableRequest request, Entry entry)
    {
        var context = request.Context;
        if (await request.Caller.Tree.FindAsync(entry.Id, context.RequestAborted) is { } item)
        {
            DavHeaders.WriteItem(context, item with { Entry = entry }, entry.Etag);
        }

        if (request.Answer.State?.Declaration.ModifiedAt is not null)
        {
            DavHeaders.AcceptModifiedAt(context);
        }
    }

    private async Task<Entry?> RequireFreeAsync(ResumableRequest request, EntryPath path)
    {
        var about = DavRequest.About(request.Context, grains, new DavAddress("", path, path.ToString()));
        TreeResolution resolution = await about.ResolveAsync();
        await DavPut.RequireFreeAsync(about, resolution);
        return resolution.Item?.Entry;
    }
}
