using FileStorage.Api.Callers;
using FileStorage.Api.Files;
using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Chunks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FileStorage.Api.Content;

/// <summary>The body of a request as the content of a version: the way of a whole file through every door.</summary>
internal sealed class ContentBody(ContentWriter writer, QuotaGate quota)
{
    /// <summary>What ends the storing of a body.</summary>
    public static CancellationToken EndOf(HttpContext context)
    {
        // The limit of a file is enforced while it is read; ASP.NET's own is made for small bodies.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        // A small body is stored to its end once it is read; a body that breaks off throws by itself.
        return context.Request.ContentLength <= ContentWriter.SmallBodyBytes ? CancellationToken.None : context.RequestAborted;
    }

    /// <summary>Stores the body under a reference.</summary>
    /// <param name="request">Whose body it is.</param>
    /// <param name="caller">Who sends it.</param>
    /// <param name="sha256">What it must hash to, where that was told.</param>
    /// <param name="checksum">The same by another hash.</param>
    /// <param name="reference">What is to hold its chunks.</param>
    /// <param name="cancellationToken">Honoured up to the durable write.</param>
    /// <exception cref="Problems.ProblemException">Nothing is to be committed.</exception>
    public async Task<StoredContent> StoreAsync(
        HttpRequest request, ICaller caller, ChunkId? sha256, ContentChecksum? checksum, ChunkReference reference, CancellationToken cancellationToken)
    {
        var length = request.ContentLength;
        var body = new BodyTerms
        {
            ContentLength = length,
            Room = await quota.GetRoomAsync(reference.Owner, length, cancellationToken),
            Sha256 = sha256,
            Checksum = checksum,
        };
        body.Room.Require(length ?? 0);
        var content = await writer.WriteAsync(request.BodyReader, body, reference, cancellationToken);
        if (length is null or > ContentWriter.SmallBodyBytes)
        {
            // While a long body streams in, its token may be revoked; what it sent must not become a version then.
            await caller.RequireStillValidAsync(cancellationToken);
        }

        return content;
    }
}
