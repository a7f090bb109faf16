using FileStorage.Api.Auditing;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Json;
using FileStorage.Api.Problems;
using FileStorage.Core.Auditing;
using FileStorage.Grains.Interfaces.Accounts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace FileStorage.Api.Accounts;

/// <summary>
/// Makes accounts. The address is claimed first, then the account is admitted, then made: a crash in between leaves a claim
/// without an account, which the next attempt with that address takes over.
/// </summary>
internal sealed class Registration(IGrainFactory grains, PasswordHasher hasher, Audit audit, TimeProvider clock, IOptions<AccountsOptions> options)
{
    private readonly AttemptThrottle _byAddress = new(
        options.Value.MaxRegistrations, TimeSpan.FromMinutes(options.Value.ThrottleMinutes), clock);

    public async Task RegisterAsync(HttpContext context)
    {
        var request = await JsonBody.ReadAsync(context, ContractsJsonContext.Default.RegisterRequest);
        var email = EmailAddress.Require(request.Email);
        if (request.Password.Length is < PasswordHasher.MinLength or > PasswordHasher.MaxLength)
        {
            throw Problem.BadRequest($"\"password\" has {PasswordHasher.MinLength} to {PasswordHasher.MaxLength} characters.");
        }

        if (_byAddress.Enter(RemoteAddress.Of(context)) is { } wait)
        {
            throw Problem.TooManyAttempts(wait);
        }

        var userId = await ClaimAsync(email, context.RequestAborted);
        var admission = await grains.GetGrain<IRegistrationGrain>(0).AdmitAsync(
            userId, options.Value.Registration, request.Invite, context.RequestAborted);
        if (admission == Admission.Refused)
        {
            throw Problem.RegistrationRefused(options.Value.Registration == RegistrationPolicy.Invite
                ? "This server takes accounts by invitation; \"invite\" is missing, unknown or used up."
                : "This server takes no new accounts.");
        }

        var hash = await hasher.HashAsync(request.Password, context.RequestAborted);
        var user = grains.GetGrain<IUserGrain>(userId);
        await audit.RecordAsync(context, new AuditAct(AuditKind.Registered) { ActorId = userId, Other = email });
        var account = await user.CreateAsync(
            new AccountCreation
            {
                Email = email,
                PasswordHash = hash,
                IsAdministrator = admission == Admission.AdmittedAsAdministrator,
                QuotaBytes = options.Value.DefaultQuotaBytes,
            },
            CancellationToken.None);

        // Two callers may have taken over one claim; the account has the password of one of them, and the other is told.
        if (!string.Equals(await user.GetPasswordHashAsync(CancellationToken.None), hash, StringComparison.Ordinal))
        {
            throw Problem.EmailTaken();
        }

        await JsonAnswer.WriteAsync(context, StatusCodes.Status201Created, AccountBodies.Of(account), ContractsJsonContext.Default.AccountBody);
    }

    private async Task<Guid> ClaimAsync(string email, CancellationToken cancellationToken)
    {
        var userId = Guid.CreateVersion7();
        var owner = await grains.GetGrain<IEmailGrain>(EmailKeys.Of(email)).ClaimAsync(userId, cancellationToken);
        return owner == userId || await grains.GetGrain<IUserGrain>(owner).GetAsync(cancellationToken) is null
            ? owner
            : throw Problem.EmailTaken();
    }
}
