using FileStorage.Api.Content;
using FileStorage.Api.Files;
using FileStorage.Api.Problems;
using FileStorage.Api.Trees;
using FileStorage.Api.WebDav.Properties;
using FileStorage.Core.Entries;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.WebDav.Writing;

/// <summary>PUT: the body becomes the newest version of a file, as it does through the interface of the service itself.</summary>
internal sealed class DavPut(FileCommitter committer, ContentBody body, Checksums checksums)
{
    public async Task PutAsync(DavRequest request)
    {
        var context = request.Context;
        PutHeaders.RefusePart(context.Request);
        var resolution = await request.ResolveAsync();
        await RequireFreeAsync(request, resolution);
        var checksum = Checksums.Of(context.Request);
        var modifiedAt = DavHeaders.ModifiedAtOf(context.Request);
        var terms = new VersionTerms
        {
            Precondition = PreconditionOf(request, resolution.Item),
            ModifiedAt = modifiedAt,
            Executable = resolution.Item?.Entry.Executable ?? false,
        };
        var file = await committer.PutAsync(
            request.Caller,
            new FilePlace.At(request.Address.Path, MakeParents: false),
            terms,
            (reference, token) => body.StoreAsync(
                context.Request,
                request.Caller,
                PutHeaders.Sha256(context.Request) ?? Checksums.Sha256Of(checksum),
                checksum is { Name: "SHA256" } ? null : checksum,
                reference,
                token),
            ContentBody.EndOf(context));

        checksums.Remember(file.Entry.VersionId, checksum);
        var item = (resolution.Item ?? resolution.Deepest) with { Entry = file.Entry };
        DavHeaders.WriteItem(context, item, file.Entry.Etag);
        if (modifiedAt is not null)
        {
            DavHeaders.AcceptModifiedAt(context);
        }

        context.Response.StatusCode = file.IsNew ? StatusCodes.Status201Created : StatusCodes.Status204NoContent;
    }

    /// <summary>Requires that a file may be put at a place.</summary>
    /// <exception cref="ProblemException">405, 409, 423.</exception>
    public static async Task RequireFreeAsync(DavRequest request, TreeResolution resolution)
    {
        if (resolution.Item is { } item)
        {
            if (item.Entry.Kind == EntryKind.Folder)
            {
                throw Problem.MethodNotAllowed("This is a collection; it has no content.");
            }

            await request.Guard.RequireFreeAsync(item, withBelow: false, request.Aborted);
        }
        else if (resolution.Found == request.Address.Path.Names.Length - 1)
        {
            await request.Guard.RequireOpenAsync(resolution.Deepest, request.Aborted);
        }
    }

    /// <summary>What the commit is to judge. Where the If header names an etag, it has held a moment ago; from here on the commit itself judges it.</summary>
    public static FilePrecondition PreconditionOf(DavRequest request, TreeItem? item)
    {
        var precondition = PutHeaders.Precondition(request.Context.Request);
        return item is not null && precondition.Matches.Count == 0 && request.Guard.DependsOnEtag(request.Address)
            ? precondition with { Matches = [item.Entry.Etag] }
            : precondition;
    }
}
