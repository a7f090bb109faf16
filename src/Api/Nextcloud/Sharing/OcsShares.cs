using System.Globalization;
using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Links;
using FileStorage.Api.Items;
using FileStorage.Api.Nextcloud.Describing;
using FileStorage.Api.Problems;
using FileStorage.Api.Sharing;
using FileStorage.Api.Trees;
using FileStorage.Api.WebDav.Properties;
using FileStorage.Core.Entries;
using FileStorage.Core.Sharing;
using FileStorage.Grains.Interfaces.Sharing;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Nextcloud.Sharing;

/// <summary>
/// The share interface of Nextcloud and ownCloud, as another way to say what sharing and links do anyway: who may share what, with whom, and what
/// comes of it is decided there.
/// </summary>
internal sealed class OcsShares(ShareFinder finder, ShareDescription description, ShareCommands commands, Links.Links links)
{
    public async Task ListAsync(HttpContext context)
    {
        var caller = Caller.Of(context);
        var query = context.Request.Query;
        var item = query["path"] is [{ Length: > 0 } path] ? await FindItemAsync(caller, path, context.RequestAborted) : null;
        if (IsSet(query, "shared_with_me"))
        {
            var received = await description.ListReceivedAsync(context, mounted: true, context.RequestAborted);
            await AnswerAsync(context, received.Where(share => item is null || share.Item.Entry.Id == item.Entry.Id));
            return;
        }

        var shares = item is null || IsSet(query, "subfiles")
            ? await finder.ListAsync(caller, item, context.RequestAborted)
            : await finder.ListOfItemAsync(item, context.RequestAborted);
        var asked = IsSet(query, "reshares") ? shares : shares.Where(share => share.Grant.GrantedBy == caller.UserId);
        await AnswerAsync(context, await description.DescribeAsync(context, asked, context.RequestAborted));
    }

    public async Task GetAsync(HttpContext context) =>
        await AnswerAsync(context, await description.DescribeAsync(context, [await FindAsync(context)], context.RequestAborted));

    public async Task CreateAsync(HttpContext context)
    {
        var parameters = await ShareParameters.ReadAsync(context);
        RefuseNote(parameters);
        var path = parameters.Word("path") ?? throw Problem.NotFound("Name a file or folder by \"path\".");
        var caller = Caller.Of(context);
        var item = ShareCommands.RequireSharable(await FindItemAsync(caller, path, context.RequestAborted));
        var share = (OcsShareType?)parameters.Number("shareType") switch
        {
            OcsShareType.Link => await MakeLinkAsync(context, item, parameters),
            OcsShareType.User => await GrantAsync(
                context, item, parameters, await ShareCommands.FindPersonAsync(caller, With(parameters), context.RequestAborted)),
            OcsShareType.Group => await GrantAsync(
                context, item, parameters, await commands.FindGroupAsync(caller, GroupId(With(parameters)), context.RequestAborted)),
            _ => throw Problem.BadRequest("Only sharing with people (0), groups (1) and by links (3) is known here."),
        };
        await OcsAnswer.OkAsync(context, share.Write);
    }

    public async Task ChangeAsync(HttpContext context)
    {
        var parameters = await ShareParameters.ReadAsync(context);
        RefuseNote(parameters);
        var (item, grant) = await FindAsync(context);
        var share = grant.Grantee.Kind is GranteeKind.Link
            ? await ChangeLinkAsync(context, item, grant, parameters)
            : await GrantAsync(context, item, parameters, grant.Grantee, grant.Role);
        await OcsAnswer.OkAsync(context, share.Write);
    }

    public async Task DeleteAsync(HttpContext context)
    {
        var (item, grant) = await FindAsync(context);
        await (grant.Grantee.Kind is GranteeKind.Link
            ? links.DeleteAsync(context, grant.Grantee.Id)
            : commands.RevokeAsync(context, item, grant.Grantee));
        await OcsAnswer.OkListAsync(context, _ => { });
    }

    /// <summary>The number of a share in the address.</summary>
    /// <exception cref="ProblemException">404.</exception>
    public static long NumberOf(HttpContext context) =>
        long.TryParse(context.Request.RouteValues["number"] as string, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw NoSuchShare();

    public static ProblemException NoSuchShare() => Problem.NotFound("There is no such share.");

    private async Task<OcsShare> GrantAsync(HttpContext context, TreeItem item, ShareParameters parameters, Grantee grantee, Role? before = null)
    {
        if (parameters.Word("expireDate") is not null || parameters.Word("password") is not null)
        {
            throw Problem.BadRequest("Only links have passwords and an end.");
        }

        var role = parameters.Number("permissions") is { } bits
            ? SharePermissions.RoleOf(bits, item.Entry.Kind)
            : before ?? SharePermissions.RoleOf(SharePermissions.Default, item.Entry.Kind);
        var grant = await commands.GrantAsync(context, item, grantee, role);
        return await description.OfGrantAsync(context, item, grant, context.RequestAborted);
    }

    private async Task<OcsShare> MakeLinkAsync(HttpContext context, TreeItem item, ShareParameters parameters)
    {
        var link = await links.MakeAsync(context, item, new LinkRequest
        {
            Access = AccessOf(parameters, item.Entry.Kind) ?? "read",
            Label = parameters.Word("label") ?? parameters.Word("name"),
            Password = parameters.Word("password"),
            ExpiresAt = EndOf(parameters.Word("expireDate")),
        });
        return await DescribeLinkAsync(context, item, link);
    }

    private async Task<OcsShare> ChangeLinkAsync(HttpContext context, TreeItem item, EntryGrant grant, ShareParameters parameters)
    {
        var link = await links.ChangeAsync(context, grant.Grantee.Id, new LinkChangeRequest
        {
            Access = AccessOf(parameters, item.Entry.Kind),
            Label = parameters.Text("label") ?? parameters.Text("name"),
            Password = parameters.Word("password"),
            NoPassword = parameters.Text("password") is "",
            ExpiresAt = EndOf(parameters.Word("expireDate")),
            NoExpiry = parameters.Text("expireDate") is "",
        });
        return await DescribeLinkAsync(context, item, link);
    }

    private async Task<OcsShare> DescribeLinkAsync(HttpContext context, TreeItem item, LinkBody link)
    {
        var (_, grant) = (await finder.ListOfItemAsync(item, context.RequestAborted))
            .FirstOrDefault(share => share.Grant.Grantee is { Kind: GranteeKind.Link } grantee && grantee.Id == link.Id);
        return grant is null ? throw NoSuchShare() : await description.OfLinkAsync(context, item, grant, link, context.RequestAborted);
    }

    private async Task<(TreeItem Item, EntryGrant Grant)> FindAsync(HttpContext context)
    {
        var number = NumberOf(context);
        var found = (await finder.ListAsync(Caller.Of(context), folder: null, context.RequestAborted))
            .FirstOrDefault(share => ShareNumbers.Of(share.Grant) == number);
        return found.Grant is null ? throw NoSuchShare() : found;
    }

    private static async Task<TreeItem> FindItemAsync(Caller caller, string path, CancellationToken cancellationToken) =>
        (await caller.Tree.ResolveAsync(ItemAddress.Path("/" + path.Trim('/')).Names, cancellationToken)).Item
            ?? throw Problem.NotFound("There is no such file or folder.");

    private static string? AccessOf(ShareParameters parameters, EntryKind kind) =>
        parameters.Number("permissions") is { } bits ? SharePermissions.LinkAccessOf(bits, kind)
        : parameters.Flag("publicUpload") is { } upload ? upload ? "write" : "read"
        : null;

    private static string With(ShareParameters parameters) =>
        parameters.Word("shareWith") ?? throw Problem.BadRequest("\"shareWith\" says with whom.");

    private static Guid GroupId(string text) => Guid.TryParse(text, out var id) ? id : throw Problem.NotFound("You are in no such group.");

    // Until the end of that day.
    private static DateTimeOffset? EndOf(string? text) => text is null ? null
        : DateOnly.TryParseExact(text.AsSpan(0, Math.Min(text.Length, 10)), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day < DateOnly.MaxValue
        ? new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero)
        : throw Problem.BadRequest("\"expireDate\" is a day, YYYY-MM-DD.");

    private static void RefuseNote(ShareParameters parameters)
    {
        if (parameters.Word("note") is not null)
        {
            throw Problem.BadRequest("Notes are not kept here.");
        }
    }

    private static bool IsSet(IQueryCollection query, string name) => query[name].ToString() is "true" or "1";

    private static Task AnswerAsync(HttpContext context, IEnumerable<OcsShare> shares) =>
        OcsAnswer.OkListAsync(context, json => ShareDescription.Write(json, shares));
}
