using FileStorage.Api.Auditing;
using FileStorage.Core.Auditing;
using FileStorage.Storage.Chunks.Keys;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Administration;

/// <summary>Rotates the keys of the chunk store.</summary>
internal sealed class KeyAdministration(IKeyRotator keys, Audit audit)
{
    public async Task RotateAsync(HttpContext context)
    {
        await audit.AroundAsync(context, new AuditAct(AuditKind.KeysRotated), () => keys.RotateAsync(context.RequestAborted));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
