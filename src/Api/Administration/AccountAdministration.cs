using FileStorage.Api.Accounts;
using FileStorage.Api.Auditing;
using FileStorage.Api.Contracts.Accounts;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Items;
using FileStorage.Api.Json;
using FileStorage.Api.Problems;
using FileStorage.Core.Auditing;
using FileStorage.Grains.Interfaces.Accounts;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Administration;

/// <summary>The administrator's view of accounts.</summary>
internal sealed class AccountAdministration(IGrainFactory grains, Audit audit)
{
    private const int CallsInFlight = 16;

    public async Task ListAsync(HttpContext context)
    {
        var page = await grains.GetGrain<IRegistrationGrain>(0).ListAsync(
            Paging.After(context), Paging.Limit(context), context.RequestAborted);
        var ids = page.UserIds;
        var accounts = new Account?[ids.Length];
        await Parallel.ForAsync(
            0,
            ids.Length,
            new ParallelOptions { MaxDegreeOfParallelism = CallsInFlight, CancellationToken = context.RequestAborted },
            async (index, token) => accounts[index] = await grains.GetGrain<IUserGrain>(ids[index]).GetAsync(token));
        var body = new AccountPageBody
        {
            Accounts = [.. accounts.OfType<Account>().Select(AccountBodies.Of)],
            Next = page.Next,
        };
        await JsonAnswer.WriteAsync(context, 200, body, ContractsJsonContext.Default.AccountPageBody);
    }

    /// <summary>Quota, administrator's rights, or both.</summary>
    public async Task ChangeAsync(HttpContext context)
    {
        var request = await JsonBody.ReadAsync(context, ContractsJsonContext.Default.QuotaRequest);
        if (request.QuotaBytes is < 0 || request is { QuotaBytes: null, Administrator: null })
        {
            throw Problem.BadRequest("\"quotaBytes\" is 0 or more.");
        }

        var user = grains.GetGrain<IUserGrain>(ItemAddress.RouteId(context));
        var account = await user.GetAsync(context.RequestAborted) ?? throw NotFound();
        if (request.QuotaBytes is { } quotaBytes)
        {
            var act = new AuditAct(AuditKind.QuotaSet) { OwnerId = account.UserId, Other = account.Email }
                .With("quotaBytes", $"{quotaBytes}").With("before", $"{account.QuotaBytes}");
            account = await audit.AroundAsync(context, act, () => user.SetQuotaAsync(quotaBytes, context.RequestAborted)) ?? throw NotFound();
        }

        if (request.Administrator is { } isAdministrator)
        {
            var act = new AuditAct(AuditKind.AdministratorsChanged) { OwnerId = account.UserId, Other = account.Email }
                .With("administrator", isAdministrator ? "true" : "false");
            account = await audit.AroundAsync(context, act, () => SetAdministratorAsync(user, account.UserId, isAdministrator)) ?? throw NotFound();
        }

        await JsonAnswer.WriteAsync(context, 200, AccountBodies.Of(account), ContractsJsonContext.Default.AccountBody);
    }

    // The registration first: it knows whether another one is left.
    private async Task<Account?> SetAdministratorAsync(IUserGrain user, Guid userId, bool isAdministrator) =>
        await grains.GetGrain<IRegistrationGrain>(0).SetAdministratorAsync(userId, isAdministrator)
            ? await user.SetAdministratorAsync(isAdministrator)
            : throw Problem.NotPossible("This is the last administrator; make another account one first.");

    private static ProblemException NotFound() => Problem.NotFound("There is no such account.");

    public async Task InviteAsync(HttpContext context)
    {
        var invite = await audit.AroundAsync(
            context,
            new AuditAct(AuditKind.InviteMade),
            () => grains.GetGrain<IRegistrationGrain>(0).CreateInviteAsync(context.RequestAborted));
        await JsonAnswer.WriteAsync(context, 201, new InviteBody { Invite = invite }, ContractsJsonContext.Default.InviteBody);
    }
}
