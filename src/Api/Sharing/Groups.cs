using FileStorage.Api.Accounts;
using FileStorage.Api.Auditing;
using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Sharing;
using FileStorage.Api.Items;
using FileStorage.Api.Json;
using FileStorage.Api.Problems;
using FileStorage.Core.Auditing;
using FileStorage.Grains.Interfaces.Accounts;
using FileStorage.Grains.Interfaces.Groups;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Sharing;

/// <summary>Named sets of accounts. Whoever makes one may change it; its members see who is in it.</summary>
internal sealed class Groups(IGrainFactory grains, Audit audit)
{
    private const int MaxNameLength = 100;

    public async Task CreateAsync(HttpContext context)
    {
        var caller = Caller.Of(context);
        var request = await JsonBody.ReadAsync(context, ContractsJsonContext.Default.GroupRequest);
        var groupId = OperationKey.Step(OperationKey.Of(context), "group", caller.UserId);
        var name = NameOf(request);
        var group = await audit.AroundAsync(
            context,
            Act(AuditKind.GroupMade, groupId, name),
            () => grains.GetGrain<IGroupGrain>(groupId).CreateAsync(caller.UserId, name, context.RequestAborted));
        await AnswerAsync(context, StatusCodes.Status201Created, group);
    }

    public async Task ListAsync(HttpContext context)
    {
        var viewer = await Caller.Of(context).Views.GetViewerAsync(context.RequestAborted);
        var groups = await Task.WhenAll(viewer.Groups.Select(id => grains.GetGrain<IGroupGrain>(id).GetAsync(context.RequestAborted)));
        var body = new GroupListBody
        {
            Groups = [.. groups.OfType<GroupDescription>().OrderBy(group => group.Name, StringComparer.Ordinal).Select(Body)],
        };
        await JsonAnswer.WriteAsync(context, 200, body, ContractsJsonContext.Default.GroupListBody);
    }

    public async Task GetAsync(HttpContext context)
    {
        var (group, _) = await FindAsync(context);
        await AnswerAsync(context, StatusCodes.Status200OK, group);
    }

    public async Task RenameAsync(HttpContext context)
    {
        var request = await JsonBody.ReadAsync(context, ContractsJsonContext.Default.GroupRequest);
        var name = NameOf(request);
        var (group, grain) = await FindOwnAsync(context);
        var renamed = await audit.AroundAsync(
            context,
            Act(AuditKind.GroupRenamed, group.GroupId, name).With("before", group.Name),
            () => grain.RenameAsync(name, context.RequestAborted));
        await AnswerAsync(context, StatusCodes.Status200OK, renamed ?? throw NotFound());
    }

    public async Task DeleteAsync(HttpContext context)
    {
        var (group, grain) = await FindOwnAsync(context);
        await audit.AroundAsync(
            context, Act(AuditKind.GroupDeleted, group.GroupId, group.Name), () => grain.DeleteAsync(context.RequestAborted));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    public async Task AddMemberAsync(HttpContext context)
    {
        var request = await JsonBody.ReadAsync(context, ContractsJsonContext.Default.GroupMemberRequest);
        var (group, grain) = await FindOwnAsync(context);
        var email = EmailAddress.Require(request.Email);
        if (await grains.GetGrain<IEmailGrain>(EmailKeys.Of(email)).FindAsync(context.RequestAborted) is not { } userId
            || !await audit.AroundAsync(
                context,
                Act(AuditKind.GroupMemberAdded, group.GroupId, group.Name, userId).With("member", email),
                () => grain.AddAsync(userId, context.RequestAborted)))
        {
            throw Problem.NotPossible($"There is no such account, or the group is full (it takes {IGroupGrain.MaxMembers}).");
        }

        await AnswerAsync(context, StatusCodes.Status200OK, await grain.GetAsync(context.RequestAborted) ?? throw NotFound());
    }

    public async Task RemoveMemberAsync(HttpContext context)
    {
        var caller = Caller.Of(context);
        var (group, grain) = await FindAsync(context);
        var userId = ItemAddress.RouteId(context, "user");
        if (group.OwnerId != caller.UserId && userId != caller.UserId)
        {
            throw Problem.Forbidden("Only whoever made the group may change it; you may leave it.");
        }

        if (userId == group.OwnerId)
        {
            throw Problem.NotPossible("Whoever made the group stays in it; delete the group instead.");
        }

        await audit.AroundAsync(
            context,
            Act(AuditKind.GroupMemberRemoved, group.GroupId, group.Name, userId),
            () => grain.RemoveAsync(userId, context.RequestAborted));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task<(GroupDescription Group, IGroupGrain Grain)> FindAsync(HttpContext context)
    {
        var grain = grains.GetGrain<IGroupGrain>(ItemAddress.RouteId(context));
        return await grain.GetAsync(context.RequestAborted) is { } group && group.MemberIds.Contains(Caller.Of(context).UserId)
            ? (group, grain)
            : throw NotFound();
    }

    private async Task<(GroupDescription Group, IGroupGrain Grain)> FindOwnAsync(HttpContext context)
    {
        var (group, grain) = await FindAsync(context);
        return group.OwnerId == Caller.Of(context).UserId ? (group, grain) : throw Problem.Forbidden("Only whoever made the group may change it.");
    }

    // Of a member, their account is concerned too.
    private static AuditAct Act(AuditKind kind, Guid groupId, string name, Guid? memberId = null) =>
        new AuditAct(kind) { Other = name, OwnerId = memberId }.With("group", $"{groupId}");

    private async Task AnswerAsync(HttpContext context, int status, GroupDescription group)
    {
        var members = new List<GroupMemberBody>(group.MemberIds.Length);
        foreach (var userId in group.MemberIds)
        {
            if (await grains.GetGrain<IUserGrain>(userId).GetAsync(context.RequestAborted) is { } account)
            {
                members.Add(new GroupMemberBody { UserId = userId, Email = account.Email });
            }
        }

        await JsonAnswer.WriteAsync(context, status, Body(group) with { Members = members }, ContractsJsonContext.Default.GroupBody);
    }

    /// <summary>A group without its members.</summary>
    public static GroupBody Body(GroupDescription group) => new() { Id = group.GroupId, Name = group.Name, OwnerId = group.OwnerId };

    private static string NameOf(GroupRequest request) =>
        request.Name.Trim() is { Length: > 0 and <= MaxNameLength } name && !name.Any(char.IsControl)
            ? name
            : throw Problem.BadRequest($"\"name\" has 1 to {MaxNameLength} characters.");

    private static ProblemException NotFound() => Problem.NotFound("You are in no such group.");
}
