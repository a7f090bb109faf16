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

    public async Task SetQuotaAsync(HttpContext context)
    {
        var request = await JsonBody.ReadAsync(context, ContractsJsonContext.Default.QuotaRequest);
        if (request.QuotaBytes < 0)
        {
            throw Problem.BadRequest("\"quotaBytes\" is 0 or more.");
        }

        var user = grains.GetGrain<IUserGrain>(ItemAddress.RouteId(context));
        var before = await user.GetAsync(context.RequestAborted) ?? throw Problem.NotFound("There is no such account.");
        var act = new AuditAct(AuditKind.QuotaSet) { OwnerId = before.UserId, Other = before.Email }
            .With("quotaBytes", $"{request.QuotaBytes}").With("before", $"{before.QuotaBytes}");
        var account = await audit.AroundAsync(context, act, () => user.SetQuotaAsync(request.QuotaBytes, context.RequestAborted))
            ?? throw Problem.NotFound("There is no such account.");
        await JsonAnswer.WriteAsync(context, 200, AccountBodies.Of(account), ContractsJsonContext.Default.AccountBody);
    }

    public async Task InviteAsync(HttpContext context)
    {
        var invite = await audit.AroundAsync(
            context,
            new AuditAct(AuditKind.InviteMade),
            () => grains.GetGrain<IRegistrationGrain>(0).CreateInviteAsync(context.RequestAborted));
        await JsonAnswer.WriteAsync(context, 201, new InviteBody { Invite = invite }, ContractsJsonContext.Default.InviteBody);
    }
}
