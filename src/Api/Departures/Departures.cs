using FileStorage.Api.Accounts;
using FileStorage.Api.Auditing;
using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Departures;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Sharing;
using FileStorage.Api.Items;
using FileStorage.Api.Json;
using FileStorage.Api.Problems;
using FileStorage.Api.Sharing;
using FileStorage.Core.Auditing;
using FileStorage.Grains.Interfaces.Accounts;
using FileStorage.Grains.Interfaces.Departures;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Groups;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Departures;

/// <summary>Deleting an account: first what goes with it, then the password once more, then nobody gets in, and the rest follows by itself.</summary>
internal sealed class Departures(IGrainFactory grains, SignIn signIn, Shares shares, Audit audit)
{
    public Task PreviewAsync(HttpContext context) => PreviewAsync(context, Caller.Of(context).UserId);

    public Task PreviewOfAsync(HttpContext context) => PreviewAsync(context, ItemAddress.RouteId(context));

    public async Task DeleteAsync(HttpContext context)
    {
        var account = await GetAsync(Caller.Of(context).UserId, context.RequestAborted);
        var request = await JsonBody.ReadAsync(context, ContractsJsonContext.Default.DeleteAccountRequest);
        await signIn.RequirePasswordAsync(context, account.Email, request.Password ?? throw Problem.BadRequest("\"password\" is missing."));
        await DeleteAsync(context, account, request.GroupsTo);
    }

    public async Task DeleteOtherAsync(HttpContext context)
    {
        var account = await GetAsync(ItemAddress.RouteId(context), context.RequestAborted);
        var request = await JsonBody.ReadOptionalAsync(context, ContractsJsonContext.Default.DeleteAccountRequest);
        await DeleteAsync(context, account, request?.GroupsTo);
    }

    private async Task DeleteAsync(HttpContext context, Account account, string? groupsTo)
    {
        var heirId = groupsTo is null ? (Guid?)null : await FindAsync(groupsTo, context.RequestAborted);
        var request = new DepartureRequest { Origin = Audit.OriginOf(context), HeirId = heirId };
        var act = new AuditAct(AuditKind.AccountDeletionBegun) { OwnerId = account.UserId, Other = account.Email };

        // Not the request's token: what has begun goes on.
        await audit.AroundAsync(context, act, async () =>
            _ = await grains.GetGrain<IDepartureGrain>(account.UserId).BeginAsync(request, CancellationToken.None) switch
            {
                DepartureOutcome.Begun => true,
                DepartureOutcome.NotFound => throw NotFound(),
                DepartureOutcome.LastAdministrator =>
                    throw Problem.NotPossible("This is the last administrator; make another account one first."),
                var outcome => throw new InvalidOperationException($"{outcome} is no known outcome."),
            });
        context.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    private async Task PreviewAsync(HttpContext context, Guid userId)
    {
        var account = await GetAsync(userId, context.RequestAborted);
        var user = grains.GetGrain<IUserGrain>(userId);
        var drive = await grains.GetGrain<IDriveGrain>(account.DriveId).GetSummaryAsync(context.RequestAborted);
        var groups = new List<GroupBody>();
        foreach (var groupId in await user.ListGroupsAsync(context.RequestAborted))
        {
            if (await grains.GetGrain<IGroupGrain>(groupId).GetAsync(context.RequestAborted) is { } group && group.OwnerId == userId)
            {
                groups.Add(new GroupBody { Id = group.GroupId, Name = group.Name, OwnerId = group.OwnerId });
            }
        }

        var body = new DeparturePreviewBody
        {
            UserId = userId,
            Email = account.Email,
            UsedBytes = drive.UsedBytes,
            Shares = await shares.ListOfDriveAsync(account.DriveId, context.RequestAborted),
            Groups = groups,
            Devices = (await user.ListDevicesAsync(context.RequestAborted)).Length,
        };
        await JsonAnswer.WriteAsync(context, 200, body, ContractsJsonContext.Default.DeparturePreviewBody);
    }

    private async Task<Guid> FindAsync(string email, CancellationToken cancellationToken) =>
        await grains.GetGrain<IEmailGrain>(EmailKeys.Of(EmailAddress.Require(email))).FindAsync(cancellationToken)
            ?? throw Problem.NotPossible("There is no such account that groups could go to.");

    private async Task<Account> GetAsync(Guid userId, CancellationToken cancellationToken) =>
        await grains.GetGrain<IUserGrain>(userId).GetAsync(cancellationToken) ?? throw NotFound();

    private static ProblemException NotFound() => Problem.NotFound("There is no such account.");
}
