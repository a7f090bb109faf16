using FileStorage.Api.Auditing;
using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Accounts;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Devices;
using FileStorage.Api.Json;
using FileStorage.Api.Problems;
using FileStorage.Core.Auditing;
using FileStorage.Grains.Interfaces.Accounts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace FileStorage.Api.Accounts;

/// <summary>
/// A password for a device token. Takes as long for an address without an account as for a wrong password, and counts failures
/// by account and by remote address.
/// </summary>
internal sealed class SignIn(IGrainFactory grains, PasswordHasher hasher, Audit audit, TimeProvider clock, IOptions<AccountsOptions> options)
{
    private readonly AttemptThrottle _byAccount = new(
        options.Value.MaxFailures, TimeSpan.FromMinutes(options.Value.ThrottleMinutes), clock);

    private readonly AttemptThrottle _byAddress = new(
        options.Value.MaxFailures, TimeSpan.FromMinutes(options.Value.ThrottleMinutes), clock);

    public async Task SignInAsync(HttpContext context)
    {
        var request = await JsonBody.ReadAsync(context, ContractsJsonContext.Default.SignInRequest);
        var name = DeviceName.Require(request.DeviceName);
        var user = await RequirePasswordAsync(context, request.Email, request.Password);
        var deviceId = Guid.CreateVersion7();
        var token = DeviceToken.Create(deviceId, out var text);
        var act = new AuditAct(AuditKind.SignedIn) { ActorId = user, DeviceId = deviceId, Other = name };
        if (!await audit.AroundAsync(
            context, act, () => grains.GetGrain<IUserGrain>(user).AddDeviceAsync(deviceId, name, token.SecretHash, CancellationToken.None)))
        {
            throw Problem.NotPossible($"The account has {IUserGrain.MaxDevices} devices; revoke some first.");
        }

        context.Response.Headers.CacheControl = "no-store";
        var body = new SignInBody { DeviceId = deviceId, UserId = user, Token = text };
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, body, ContractsJsonContext.Default.SignInBody);
    }

    /// <summary>The account of an address, if the password is its own.</summary>
    /// <exception cref="ProblemException">401: it is not, or there is none; 429: too many wrong ones.</exception>
    public async Task<Guid> RequirePasswordAsync(HttpContext context, string givenEmail, string password)
    {
        var email = EmailKeys.Of(givenEmail.Length <= PasswordHasher.MaxLength ? givenEmail : "");
        var address = RemoteAddress.Of(context);

        // Counted before the password is looked at, so that many at once are no way around.
        if ((_byAddress.Enter(address) ?? _byAccount.Enter(email)) is { } wait)
        {
            await RecordFailureAsync(context, email, userId: null, "too-many-attempts");
            throw Problem.TooManyAttempts(wait);
        }

        var (userId, isRight) = await VerifyAsync(email, password, context.RequestAborted);
        if (userId is not { } user || !isRight)
        {
            await RecordFailureAsync(context, email, userId, "wrong-credentials");
            throw Problem.WrongCredentials();
        }

        _byAddress.Forgive(address);
        _byAccount.Clear(email);
        return user;
    }

    // Whether the address has an account is in the row only for those who may see that account's rows. What was typed is not, where it has
    // none: people type passwords there.
    private Task RecordFailureAsync(HttpContext context, string email, Guid? userId, string reason) => audit.RecordRefusalAsync(
        context, new AuditAct(AuditKind.SignInFailed) { OwnerId = userId }.With("reason", reason), email);

    private async Task<(Guid? UserId, bool IsRight)> VerifyAsync(string email, string password, CancellationToken cancellationToken)
    {
        var userId = await grains.GetGrain<IEmailGrain>(email).FindAsync(cancellationToken);
        var hash = userId is { } id ? await grains.GetGrain<IUserGrain>(id).GetPasswordHashAsync(cancellationToken) : null;
        var shortened = password.Length <= PasswordHasher.MaxLength ? password : "";
        return (userId, await hasher.VerifyAsync(shortened, hash, cancellationToken));
    }
}
