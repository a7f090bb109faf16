using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Accounts;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Devices;
using FileStorage.Api.Json;
using FileStorage.Api.Problems;
using FileStorage.Grains.Interfaces.Accounts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace FileStorage.Api.Accounts;

/// <summary>
/// A password for a device token. Takes as long for an address without an account as for a wrong password, and counts failures
/// by account and by remote address.
/// </summary>
internal sealed class SignIn(IGrainFactory grains, PasswordHasher hasher, TimeProvider clock, IOptions<AccountsOptions> options)
{
    private readonly AttemptThrottle _byAccount = new(
        options.Value.MaxFailures, TimeSpan.FromMinutes(options.Value.ThrottleMinutes), clock);

    private readonly AttemptThrottle _byAddress = new(
        options.Value.MaxFailures, TimeSpan.FromMinutes(options.Value.ThrottleMinutes), clock);

    public async Task SignInAsync(HttpContext context)
    {
        var request = await JsonBody.ReadAsync(context, ContractsJsonContext.Default.SignInRequest);
        var name = DeviceName.Require(request.DeviceName);
        var email = EmailKeys.Of(request.Email.Length <= PasswordHasher.MaxLength ? request.Email : "");
        var address = RemoteAddress.Of(context);

        // Counted before the password is looked at, so that many at once are no way around.
        if ((_byAddress.Enter(address) ?? _byAccount.Enter(email)) is { } wait)
        {
            throw Problem.TooManyAttempts(wait);
        }

        var userId = await VerifyAsync(email, request.Password, context.RequestAborted) ?? throw Problem.WrongCredentials();
        _byAddress.Forgive(address);
        _byAccount.Clear(email);

        var deviceId = Guid.CreateVersion7();
        var token = DeviceToken.Create(deviceId, out var text);
        if (!await grains.GetGrain<IUserGrain>(userId).AddDeviceAsync(deviceId, name, token.SecretHash, CancellationToken.None))
        {
            throw Problem.NotPossible($"The account has {IUserGrain.MaxDevices} devices; revoke some first.");
        }

        context.Response.Headers.CacheControl = "no-store";
        var body = new SignInBody { DeviceId = deviceId, UserId = userId, Token = text };
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, body, ContractsJsonContext.Default.SignInBody);
    }

    private async Task<Guid?> VerifyAsync(string email, string password, CancellationToken cancellationToken)
    {
        var userId = await grains.GetGrain<IEmailGrain>(email).FindAsync(cancellationToken);
        var hash = userId is { } id ? await grains.GetGrain<IUserGrain>(id).GetPasswordHashAsync(cancellationToken) : null;
        var shortened = password.Length <= PasswordHasher.MaxLength ? password : "";
        return await hasher.VerifyAsync(shortened, hash, cancellationToken) ? userId : null;
    }
}
