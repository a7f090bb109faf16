using FileStorage.Api.Problems;
using FileStorage.Api.Tus;
using FileStorage.Api.WebDav.Reading;
using FileStorage.Api.WebDav.Writing;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.WebDav;

/// <summary>The WebDAV door (RFC 4918, classes 1, 2 and 3): hands each method to who does it.</summary>
internal sealed class DavDoor(
    IGrainFactory grains, DavGet get, DavPropFind propFind, DavPut put, DavFolders folders, DavTransfer transfer, DavPropPatch propPatch, DavLocks locks, TusDoor tus)
{
    public const string Classes = "1, 2, 3";
    public const string Methods = "OPTIONS, GET, HEAD, PUT, DELETE, MKCOL, COPY, MOVE, PROPFIND, PROPPATCH, LOCK, UNLOCK";

    public async Task AnswerAsync(HttpContext context)
    {
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            DescribeSelf(context);
            return;
        }

        var request = await DavRequest.OpenAsync(context, grains);
        await (context.Request.Method.ToUpperInvariant() switch
        {
            "GET" or "HEAD" => get.SendAsync(request),
            "PROPFIND" => propFind.AnswerAsync(request),
            "PUT" => put.PutAsync(request),
            "DELETE" => folders.DeleteAsync(request),
            "MKCOL" => folders.MakeAsync(request),
            "MOVE" => transfer.MoveAsync(request),
            "COPY" => transfer.CopyAsync(request),
            "PROPPATCH" => propPatch.PatchAsync(request),
            "LOCK" => locks.LockAsync(request),
            "UNLOCK" => locks.UnlockAsync(request),
            "POST" when context.Request.Headers.ContainsKey("Tus-Resumable") => tus.BeginAsync(context),
            _ => throw Refuse(context),
        });
    }

    /// <summary>The answer to OPTIONS.</summary>
    public static void DescribeSelf(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers["DAV"] = Classes;
        headers.Allow = Methods;

        // What makes Windows speak WebDAV, and not the FrontPage protocol before it.
        headers["MS-Author-Via"] = "DAV";
        context.Response.ContentLength = 0;
    }

    private static ProblemException Refuse(HttpContext context)
    {
        context.Response.Headers.Allow = Methods;
        return Problem.MethodNotAllowed("OPTIONS tells the methods of this address.");
    }
}
