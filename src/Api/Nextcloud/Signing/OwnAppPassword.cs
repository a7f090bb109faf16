using FileStorage.Api.Auditing;
using FileStorage.Api.Callers;
using FileStorage.Api.Devices;
using FileStorage.Api.Nextcloud.Describing;
using FileStorage.Api.Problems;
using FileStorage.Core.Auditing;
using FileStorage.Grains.Interfaces.Accounts;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Nextcloud.Signing;

/// <summary>A client's own app password: exchanged for a token that it signed in with, and given back when its user signs out.</summary>
internal sealed class OwnAppPassword(IGrainFactory grains, AppPasswords passwords, Audit audit)
{
    public async Task GetAsync(HttpContext context)
    {
        if (Caller.Of(context).IsAppPassword)
        {
            throw Problem.Forbidden("This is an app password already.");
        }

        var made = await passwords.MakeAsync(context, Caller.Of(context).UserId, "A Nextcloud client");
        context.Response.Headers.CacheControl = "no-store";
        await OcsAnswer.OkAsync(context, json => json.WriteString("apppassword", made.Password));
    }

    public async Task RevokeAsync(HttpContext context)
    {
        var caller = Caller.Of(context);
        if (!caller.IsAppPassword)
        {
            throw Problem.Forbidden("This is no app password.");
        }

        await audit.AroundAsync(
            context,
            new AuditAct(AuditKind.SignedOut),
            () => grains.GetGrain<IUserGrain>(caller.UserId).RevokeDeviceAsync(caller.DeviceId, context.RequestAborted));
        await OcsAnswer.OkAsync(context, _ => { });
    }
}
