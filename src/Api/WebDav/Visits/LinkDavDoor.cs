using FileStorage.Api.Callers;
using FileStorage.Api.Content;
using FileStorage.Api.Files;
using FileStorage.Api.Links;
using FileStorage.Api.Problems;
using FileStorage.Api.Trees;
using FileStorage.Api.WebDav.Addresses;
using FileStorage.Api.WebDav.Properties;
using FileStorage.Api.WebDav.Writing;
using FileStorage.Core.Entries;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.WebDav.Visits;

/// <summary>
/// Public links as WebDAV, at the addresses where ownCloud's and Nextcloud's servers have them. Who is let in, and what counts, is decided where it is
/// for the page of the link; without locks, because a visitor is nobody who could hold one.
/// </summary>
internal sealed class LinkDavDoor(LinkDoor door, LinkReads reads, LinkWrites writes, LinkDavListing listing)
{
    /// <summary>The token is the user name.</summary>
    public const string ByName = "/public.php/webdav";

    /// <summary>The token stands in the address.</summary>
    public const string ByAddress = "/public.php/dav/files/";

    private const string Methods = "OPTIONS, GET, HEAD, PUT, DELETE, MKCOL, PROPFIND";

    public Task AnswerByNameAsync(HttpContext context)
    {
        if (IsOptions(context))
        {
            return Task.CompletedTask;
        }

        context.Request.RouteValues["token"] = BasicCredentials.Of(context)?.Name
            ?? throw Problem.PasswordRequired("Send \"Authorization: Basic\" with the link's token as the user name, and its password if it has one.");
        return AnswerAsync(context, DavAddress.Below(context, ByName, hasName: false));
    }

    public Task AnswerByAddressAsync(HttpContext context) =>
        IsOptions(context) ? Task.CompletedTask : AnswerAsync(context, DavAddress.Below(context, ByAddress, hasName: true));

    private async Task AnswerAsync(HttpContext context, DavAddress address)
    {
        var visitor = await door.OpenAsync(context);
        var method = context.Request.Method.ToUpperInvariant();
        if (visitor.IsBlind && method != "PUT")
        {
            context.Response.Headers.Allow = "OPTIONS, PUT";
            throw Problem.MethodNotAllowed("Through this link files are put in, and nothing is seen.");
        }

        await (method switch
        {
            "GET" or "HEAD" => GetAsync(context, visitor, await FindAsync(context, visitor, address)),
            "PROPFIND" => listing.AnswerAsync(context, visitor, await FindAsync(context, visitor, address), address),
            "PUT" => PutAsync(context, visitor, address),
            "MKCOL" => MakeFolderAsync(context, visitor, address),
            "DELETE" => DeleteAsync(context, visitor, await FindAsync(context, visitor, address)),
            _ => throw Refuse(context),
        });
    }

    private async Task GetAsync(HttpContext context, LinkVisitor visitor, TreeItem item)
    {
        if (item.Entry.Kind == EntryKind.File)
        {
            await reads.SendContentAsync(context, visitor, item);
        }
        else if (context.Request.Headers.Accept.ToString().Contains("application/zip", StringComparison.OrdinalIgnoreCase))
        {
            await reads.SendArchiveAsync(context, visitor, item);
        }
        else if (!HttpMethods.IsHead(context.Request.Method))
        {
            throw Problem.MethodNotAllowed("This is a collection; PROPFIND lists it, and with \"Accept: application/zip\" it is downloaded.");
        }
    }

    private async Task PutAsync(HttpContext context, LinkVisitor visitor, DavAddress address)
    {
        PutHeaders.RefusePart(context.Request);
        var request = context.Request;
        var checksum = Checksums.Of(request);
        var content = new VisitorBody(
            request.BodyReader,
            request.ContentLength,
            PutHeaders.Sha256(request) ?? Checksums.Sha256Of(checksum),
            checksum is { Name: "SHA256" } ? null : checksum);
        if (visitor.IsBlind)
        {
            await writes.DropAsync(context, visitor, address.Path, content);
            context.Response.StatusCode = StatusCodes.Status201Created;
            return;
        }

        var modifiedAt = DavHeaders.ModifiedAtOf(request);
        var terms = new VersionTerms { Precondition = PutHeaders.Precondition(request), ModifiedAt = modifiedAt };
        var file = await writes.PutAsync(context, visitor, address.Path, makesParents: false, terms, content);
        context.Response.Headers.ETag = $"\"{file.Entry.Etag}\"";
        context.Response.Headers["OC-ETag"] = $"\"{file.Entry.Etag}\"";
        if (modifiedAt is not null)
        {
            DavHeaders.AcceptModifiedAt(context);
        }

        context.Response.StatusCode = file.IsNew ? StatusCodes.Status201Created : StatusCodes.Status204NoContent;
    }

    private async Task MakeFolderAsync(HttpContext context, LinkVisitor visitor, DavAddress address)
    {
        DavFolders.RefuseBody(context);
        var resolution = await visitor.ResolveAsync(address.Path.Names, context.RequestAborted);
        if (resolution.Item is not null)
        {
            throw Problem.MethodNotAllowed("There is something at this address already.");
        }

        DavFolders.RequireParent(resolution, address.Path.Names.Length);
        await writes.MakeFolderAsync(context, visitor, resolution, address.Path);
        context.Response.StatusCode = StatusCodes.Status201Created;
    }

    private async Task DeleteAsync(HttpContext context, LinkVisitor visitor, TreeItem item)
    {
        await writes.DeleteAsync(context, visitor, item);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task<TreeItem> FindAsync(HttpContext context, LinkVisitor visitor, DavAddress address) =>
        (await visitor.ResolveAsync(address.Path.Names, context.RequestAborted)).Item ?? throw Problem.NotFound("There is no such item.");

    private static bool IsOptions(HttpContext context)
    {
        if (!HttpMethods.IsOptions(context.Request.Method))
        {
            return false;
        }

        context.Response.Headers["DAV"] = "1, 3";
        context.Response.Headers.Allow = Methods;
        context.Response.ContentLength = 0;
        return true;
    }

    private static ProblemException Refuse(HttpContext context)
    {
        context.Response.Headers.Allow = Methods;
        return Problem.MethodNotAllowed("OPTIONS tells the methods of this address.");
    }
}
