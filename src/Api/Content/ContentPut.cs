using System.Globalization;
using FileStorage.Api.Callers;
using FileStorage.Api.Conflicts;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Files;
using FileStorage.Api.Items;
using FileStorage.Api.Json;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Content;

/// <summary>PUT of a whole file: the body becomes the new version.</summary>
internal sealed class ContentPut(EditCommitter committer, ContentBody body)
{
    /// <summary>By path.</summary>
    public Task ToPathAsync(HttpContext context) => PutAsync(
        context, new FilePlace.At(ContentPath.Of(context), string.Equals(context.Request.Query["parents"], "true", StringComparison.Ordinal)));

    /// <summary>By id.</summary>
    public Task ToItemAsync(HttpContext context) => PutAsync(context, new FilePlace.Existing(ItemAddress.RouteId(context)));

    private async Task PutAsync(HttpContext context, FilePlace place)
    {
        var caller = Caller.Of(context);
        var request = context.Request;
        PutHeaders.RefusePart(request);
        var cancellationToken = ContentBody.EndOf(context);
        var file = await committer.PutAsync(
            caller,
            place,
            PutHeaders.Terms(request),
            (reference, token) => body.StoreAsync(request, caller, PutHeaders.Sha256(request), checksum: null, reference, token),
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
