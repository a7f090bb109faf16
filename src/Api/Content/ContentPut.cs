using System.Globalization;
using FileStorage.Api.Callers;
using FileStorage.Api.Conflicts;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Files;
using FileStorage.Api.Items;
using FileStorage.Api.Json;
using FileStorage.Grains.Interfaces.Chunks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FileStorage.Api.Content;

/// <summary>PUT of a whole file: the body becomes the new version.</summary>
internal sealed class ContentPut(EditCommitter committer, ContentWriter writer, QuotaGate quota)
{
    /// <summary>By path.</summary>
    public Task ToPathAsync(HttpContext context) => PutAsync(
        context, new FilePlace.At(ContentPath.Of(context), string.Equals(context.Request.Query["parents"], "true", StringComparison.Ordinal)));

    /// <summary>By id.</summary>
    public Task ToItemAsync(HttpContext context) => PutAsync(context, new FilePlace.Existing(ItemAddress.RouteId(context)));

    // While a long body streams in, its token may be revoked; what it sent must not become a version then.
    private async Task<StoredContent> StoreAsync(
        HttpRequest request, Caller caller, ChunkReference reference, CancellationToken cancellationToken)
    {
        var length = request.ContentLength;
        var body = new BodyTerms
        {
            ContentLength = length,
            Room = await quota.GetRoomAsync(reference.Owner, length, cancellationToken),
            Sha256 = PutHeaders.Sha256(request),
        };
        body.Room.Require(length ?? 0);
        var content = await writer.WriteAsync(request.BodyReader, body, reference, cancellationToken);
        if (body.ContentLength is null or > ContentWriter.SmallBodyBytes)
        {
            await caller.RequireStillValidAsync(cancellationToken);
        }

        return content;
    }

    private async Task PutAsync(HttpContext context, FilePlace place)
    {
        var caller = Caller.Of(context);
        var request = context.Request;
        var length = request.ContentLength;

        // A small body is stored to its end once it is read; a body that breaks off throws by itself.
        var cancellationToken = length <= ContentWriter.SmallBodyBytes ? CancellationToken.None : context.RequestAborted;

        // The limit of a file is enforced while it is read; ASP.NET's own is made for small bodies.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        var file = await committer.PutAsync(
            caller,
            place,
            PutHeaders.Terms(request),
            (reference, token) => StoreAsync(request, caller, reference, token),
            cancellationToken);
        context.Response.Headers.ETag = $"\"{file.Entry.Etag}\"";
        context.Response.Headers.Location = string.Create(CultureInfo.InvariantCulture, $"/api/v1/items/{file.Entry.Id:D}");
        await JsonAnswer.WriteAsync(
            context,
            file.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK,
            ItemBodies.Of(file),
            ContractsJsonContext.Default.ItemBody);
    }
}
