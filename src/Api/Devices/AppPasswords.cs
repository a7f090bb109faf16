using FileStorage.Api.Auditing;
using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Devices;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Json;
using FileStorage.Api.Problems;
using FileStorage.Core.Auditing;
using FileStorage.Grains.Interfaces.Accounts;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Devices;

/// <summary>
/// Passwords for clients of other makers: tokens like those of devices, each by itself revocable, that open the files through the doors
/// which those clients use, and nothing of the account.
/// </summary>
internal sealed class AppPasswords(IGrainFactory grains, DoorUsers users, Audit audit, TimeProvider clock)
{
    public async Task ListAsync(HttpContext context)
    {
        var caller = Caller.Of(context);
        var user = await FindUserAsync(caller.UserId, context.RequestAborted);
        var devices = await grains.GetGrain<IUserGrain>(caller.UserId).ListDevicesAsync(context.RequestAborted);
        var body = new AppPasswordListBody
        {
            AppPasswords =
            [
                .. devices.Where(device => device.IsAppPassword).Select(device => new AppPasswordBody
                {
                    Id = device.DeviceId,
                    Name = device.Name,
                    UserName = user.Email,
                    CreatedAt = device.CreatedAt,
                    LastSeenAt = device.LastSeenAt,
                }),
            ],
        };
        await JsonAnswer.WriteAsync(context, 200, body, ContractsJsonContext.Default.AppPasswordListBody);
    }

    public async Task CreateAsync(HttpContext context)
    {
        var request = await JsonBody.ReadAsync(context, ContractsJsonContext.Default.AppPasswordRequest);
        var body = await MakeAsync(context, Caller.Of(context).UserId, request.Name);
        context.Response.Headers.CacheControl = "no-store";
        await JsonAnswer.WriteAsync(context, StatusCodes.Status201Created, body, ContractsJsonContext.Default.AppPasswordBody);
    }

    /// <summary>Makes one for an account whose owner has just been recognized.</summary>
    /// <exception cref="ProblemException">It was not made.</exception>
    public async Task<AppPasswordBody> MakeAsync(HttpContext context, Guid userId, string givenName)
    {
        var name = DeviceName.Require(givenName);
        var user = await FindUserAsync(userId, context.RequestAborted);
        var id = Guid.CreateVersion7();
        var token = DeviceToken.Create(id, out var text);
        var act = new AuditAct(AuditKind.SignedIn) { ActorId = userId, DeviceId = id, Other = name }.With("as", "app password");
        if (!await audit.AroundAsync(
            context, act, () => grains.GetGrain<IUserGrain>(userId).AddAppPasswordAsync(id, name, token.SecretHash, CancellationToken.None)))
        {
            throw Problem.NotPossible($"The account has {IUserGrain.MaxDevices} devices; revoke some first.");
        }

        return new AppPasswordBody { Id = id, Name = name, UserName = user.Email, Password = text, CreatedAt = clock.GetUtcNow() };
    }

    private async Task<DoorUser> FindUserAsync(Guid userId, CancellationToken cancellationToken) =>
        await users.FindAsync(userId, cancellationToken) ?? throw Problem.Unauthenticated();
}
