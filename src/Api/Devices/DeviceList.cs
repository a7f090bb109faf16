using FileStorage.Api.Auditing;
using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Devices;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Items;
using FileStorage.Api.Json;
using FileStorage.Api.Problems;
using FileStorage.Core.Auditing;
using FileStorage.Grains.Interfaces.Accounts;
using FileStorage.Grains.Interfaces.Devices;
using FileStorage.Grains.Interfaces.Drives;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Devices;

/// <summary>The devices of an account.</summary>
internal sealed class DeviceList(IGrainFactory grains, Audit audit)
{
    public async Task ListAsync(HttpContext context)
    {
        var caller = Caller.Of(context);
        var devices = (await grains.GetGrain<IUserGrain>(caller.UserId).ListDevicesAsync(context.RequestAborted))
            .RemoveAll(device => device.IsAppPassword);
        var drive = await grains.GetGrain<IDriveGrain>(caller.DriveId).GetSummaryAsync(context.RequestAborted);
        var bodies = new DeviceBody[devices.Length];
        for (var index = 0; index < bodies.Length; index++)
        {
            bodies[index] = Body(devices[index], drive, caller);
        }

        await JsonAnswer.WriteAsync(context, 200, new DeviceListBody { Devices = bodies }, ContractsJsonContext.Default.DeviceListBody);
    }

    public async Task RenameAsync(HttpContext context)
    {
        var caller = Caller.Of(context);
        var deviceId = ItemAddress.RouteId(context);
        var request = await JsonBody.ReadAsync(context, ContractsJsonContext.Default.RenameDeviceRequest);
        var user = grains.GetGrain<IUserGrain>(caller.UserId);
        if (!await user.RenameDeviceAsync(deviceId, DeviceName.Require(request.Name), context.RequestAborted)
            || await grains.GetGrain<IDeviceGrain>(deviceId).DescribeAsync(context.RequestAborted) is not { } device)
        {
            throw NotFound();
        }

        var drive = await grains.GetGrain<IDriveGrain>(caller.DriveId).GetSummaryAsync(context.RequestAborted);
        await JsonAnswer.WriteAsync(context, 200, Body(device, drive, caller), ContractsJsonContext.Default.DeviceBody);
    }

    public async Task RevokeAsync(HttpContext context)
    {
        var user = grains.GetGrain<IUserGrain>(Caller.Of(context).UserId);
        var deviceId = ItemAddress.RouteId(context);
        if ((await user.ListDevicesAsync(context.RequestAborted)).FirstOrDefault(one => one.DeviceId == deviceId) is not { } device)
        {
            throw NotFound();
        }

        var act = new AuditAct(AuditKind.DeviceRevoked) { Other = device.Name }.With("revoked", $"{deviceId}");
        await audit.AroundAsync(context, act, () => user.RevokeDeviceAsync(deviceId, context.RequestAborted));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    public async Task SignOutAsync(HttpContext context)
    {
        var caller = Caller.Of(context);
        await audit.AroundAsync(
            context,
            new AuditAct(AuditKind.SignedOut),
            () => grains.GetGrain<IUserGrain>(caller.UserId).RevokeDeviceAsync(caller.DeviceId, context.RequestAborted));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static long? Behind(DeviceDescription device, DriveSummary drive) =>
        device.Cursors.FirstOrDefault(cursor => cursor.DriveId == drive.DriveId) is { } known
            ? known.Epoch == drive.Epoch ? Math.Max(0, drive.JournalNumber - known.Number) : drive.JournalNumber
            : null;

    private static DeviceBody Body(DeviceDescription device, DriveSummary drive, Caller caller) => new()
    {
        Id = device.DeviceId,
        Name = device.Name,
        CreatedAt = device.CreatedAt,
        LastSeenAt = device.LastSeenAt,
        Behind = Behind(device, drive),
        Current = device.DeviceId == caller.DeviceId,
    };

    /// <summary>A device as nobody's own.</summary>
    public static DeviceBody BodyOf(DeviceDescription device) => new()
    {
        Id = device.DeviceId,
        Name = device.Name,
        CreatedAt = device.CreatedAt,
        LastSeenAt = device.LastSeenAt,
        Current = false,
    };

    private static ProblemException NotFound() => Problem.NotFound("The account has no such device.");
}
