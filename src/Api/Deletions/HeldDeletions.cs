using FileStorage.Api.Auditing;
using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Deletions;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Items;
using FileStorage.Api.Json;
using FileStorage.Api.Problems;
using FileStorage.Core.Auditing;
using FileStorage.Grains.Interfaces.Accounts;
using FileStorage.Grains.Interfaces.Deletions;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Deletions;

/// <summary>Clients that deleted too much at once in the caller's drive: which they are, and whether it was meant.</summary>
internal sealed class HeldDeletions(IGrainFactory grains, DoorUsers users, Audit audit)
{
    public async Task ListAsync(HttpContext context)
    {
        var caller = Caller.Of(context);
        var held = await Guard(caller).ListAsync(context.RequestAborted);
        var devices = held.IsEmpty ? [] : await grains.GetGrain<IUserGrain>(caller.UserId).ListDevicesAsync(context.RequestAborted);
        var bodies = new List<HeldDeletionBody>();
        foreach (var one in held)
        {
            bodies.Add(new HeldDeletionBody
            {
                DeviceId = one.DeviceId,
                Device = devices.FirstOrDefault(device => device.DeviceId == one.DeviceId)?.Name,
                Account = one.AccountId is { } account ? (await users.FindAsync(account, context.RequestAborted))?.Email : null,
                At = one.At,
                Deleted = one.Deleted,
                Wanted = one.Wanted,
                Before = one.Before,
            });
        }

        await JsonAnswer.WriteAsync(context, 200, new HeldDeletionListBody { Held = bodies }, ContractsJsonContext.Default.HeldDeletionListBody);
    }

    /// <summary>It was meant: the client goes on.</summary>
    public Task AllowAsync(HttpContext context) => ReleaseAsync(context, allows: true, AuditKind.DeletionAllowed);

    /// <summary>It was not: the client may delete again, as little as before.</summary>
    public Task DismissAsync(HttpContext context) => ReleaseAsync(context, allows: false, AuditKind.DeletionDismissed);

    private async Task ReleaseAsync(HttpContext context, bool allows, AuditKind kind)
    {
        var caller = Caller.Of(context);
        var deviceId = ItemAddress.RouteId(context);
        if (!(await Guard(caller).ListAsync(context.RequestAborted)).Any(one => one.DeviceId == deviceId))
        {
            throw Problem.NotFound("This client is not held.");
        }

        var act = new AuditAct(kind) { DriveId = caller.DriveId }.With("deviceId", $"{deviceId}");
        await audit.AroundAsync(context, act, () => Guard(caller).ReleaseAsync(deviceId, allows, CancellationToken.None));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private IMassDeletionGrain Guard(Caller caller) => grains.GetGrain<IMassDeletionGrain>(caller.DriveId);
}
