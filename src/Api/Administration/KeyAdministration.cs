using FileStorage.Storage.Chunks.Keys;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Administration;

/// <summary>Rotates the keys of the chunk store.</summary>
internal sealed class KeyAdministration(KeyRing keys)
{
    public async Task RotateAsync(HttpContext context)
    {
        await keys.RotateAsync(context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
