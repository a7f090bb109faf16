using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Accounts;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Json;
using FileStorage.Api.Problems;
using FileStorage.Grains.Interfaces.Accounts;
using FileStorage.Grains.Interfaces.Drives;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Accounts;

/// <summary>Who the token speaks for.</summary>
internal sealed class WhoAmI(IGrainFactory grains)
{
    public async Task GetAsync(HttpContext context)
    {
        var caller = Caller.Of(context);
        var account = await grains.GetGrain<IUserGrain>(caller.UserId).GetAsync(context.RequestAborted)
            ?? throw Problem.Unauthenticated();
        var drive = await grains.GetGrain<IDriveGrain>(caller.DriveId).GetSummaryAsync(context.RequestAborted);
        var body = new MeBody
        {
            UserId = account.UserId,
            Email = account.Email,
            Administrator = account.IsAdministrator,
            DeviceId = caller.DeviceId,
            DriveId = caller.DriveId,
            UsedBytes = drive.UsedBytes,
            QuotaBytes = drive.QuotaBytes,
        };
        await JsonAnswer.WriteAsync(context, 200, body, ContractsJsonContext.Default.MeBody);
    }
}
