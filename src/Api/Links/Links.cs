using FileStorage.Api.Auditing;
using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Links;
using FileStorage.Api.Files;
using FileStorage.Api.Items;
using FileStorage.Api.Json;
using FileStorage.Api.Problems;
using FileStorage.Api.Sharing;
using FileStorage.Api.Trees;
using FileStorage.Core.Auditing;
using FileStorage.Core.Entries;
using FileStorage.Core.Sharing;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Links;
using FileStorage.Grains.Interfaces.Sharing;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Links;

/// <summary>
/// Public links as those see them who may share: made, listed, changed, taken back. What a link lets its visitors do is a grant to its id, so that
/// lists are made of grants, and no link can work that is not in them.
/// </summary>
internal sealed class Links(IGrainFactory grains, LinkPasswords passwords, Audit audit, TimeProvider clock)
{
    public const string PageAddress = "/s/";

    private const int MaxLabelLength = 100;
    private const int MaxAtOnce = 32;

    public async Task CreateAsync(HttpContext context)
    {
        var request = await JsonBody.ReadAsync(context, ContractsJsonContext.Default.LinkRequest);
        var body = await MakeAsync(context, await ItemAddress.FindAsync(context), request);
        await AnswerAsync(context, StatusCodes.Status201Created, body);
    }

    /// <summary>Makes a link to an item; its token is told here and never again.</summary>
    /// <exception cref="ProblemException">There is no such link.</exception>
    public async Task<LinkBody> MakeAsync(HttpContext context, TreeItem target, LinkRequest request)
    {
        var role = RoleOf(request.Access);
        var label = LabelOf(request.Label ?? "");
        var item = ShareCommands.RequireSharable(target);
        RequireFitting(role, item.Entry.Kind, request.MaxDownloads);
        RequireExpiry(request.ExpiresAt);
        var passwordHash = request.Password is { } password ? await passwords.HashAsync(password, context.RequestAborted) : null;

        // The link first, then its grant, from which on it opens something and is in the lists.
        var token = LinkToken.Create(out var text);
        var creation = new LinkCreation
        {
            TokenHash = token.Hash,
            DriveId = item.DriveId,
            EntryId = item.EntryId,
            CreatedBy = Caller.Of(context).UserId,
            PasswordHash = passwordHash,
            ExpiresAt = request.ExpiresAt?.ToUniversalTime(),
            MaxDownloads = request.MaxDownloads,
        };
        var act = ActOf(AuditKind.LinkMade, item, token.LinkId, label).With("access", request.Access);
        var link = await audit.AroundAsync(context, act, () => CreateAsync(context, item, token.LinkId, creation, label, role));
        context.Response.Headers.CacheControl = "no-store";
        return LinkBodies.Of(link, role, label, item.Entry.Id) with { Token = text, Address = PageAddress + text };
    }

    /// <summary>Links to an item and to the folders above it.</summary>
    public async Task ListOfItemAsync(HttpContext context)
    {
        var item = await FindSharableAsync(context);
        var grants = await Drive(item.DriveId).ListGrantsAsync(item.Viewer, item.EntryId, context.RequestAborted);
        await AnswerAsync(context, await DescribeAsync(grants, grant => grant.EntryId == item.EntryId ? item.Entry.Id : grant.EntryId, path: null, context.RequestAborted));
    }

    /// <summary>Every link to anything in the caller's drive, whoever made it.</summary>
    public async Task ListMineAsync(HttpContext context)
    {
        var drive = Drive(Caller.Of(context).DriveId);
        var links = new List<LinkBody>();
        foreach (var entry in await drive.ListSharedAsync(context.RequestAborted))
        {
            var grants = await drive.ListGrantsAsync(viewer: null, entry.Id, context.RequestAborted);
            var own = grants.Where(grant => grant.EntryId == entry.Id);
            links.AddRange(await DescribeAsync(own, grant => grant.EntryId, ItemBodies.PathOf(entry), context.RequestAborted));
        }

        await AnswerAsync(context, links);
    }

    public async Task ChangeAsync(HttpContext context)
    {
        var request = await JsonBody.ReadAsync(context, ContractsJsonContext.Default.LinkChangeRequest);
        await AnswerAsync(context, StatusCodes.Status200OK, await ChangeAsync(context, ItemAddress.RouteId(context), request));
    }

    /// <summary>Changes a link; it holds at once.</summary>
    /// <exception cref="ProblemException">It stays as it was.</exception>
    public async Task<LinkBody> ChangeAsync(HttpContext context, Guid linkId, LinkChangeRequest request)
    {
        var (link, item) = await FindAsync(context, linkId);
        var grant = await FindGrantAsync(item, link.LinkId, context.RequestAborted);
        var role = request.Access is { } access ? RoleOf(access) : grant.Role;
        var label = request.Label is { } given ? LabelOf(given) : grant.Grantee.Label;
        RequireFitting(role, item.Entry.Kind, request.NoMaxDownloads ? null : request.MaxDownloads ?? link.MaxDownloads);
        RequireExpiry(request.ExpiresAt);
        if ((request.NoPassword && request.Password is not null)
            || (request.NoExpiry && request.ExpiresAt is not null)
            || (request.NoMaxDownloads && request.MaxDownloads is not null))
        {
            throw Problem.BadRequest("Something is set and taken away at the same time.");
        }

        var change = new LinkChange
        {
            SetsPassword = request.NoPassword || request.Password is not null,
            PasswordHash = request.Password is { } password ? await passwords.HashAsync(password, context.RequestAborted) : null,
            SetsExpiry = request.NoExpiry || request.ExpiresAt is not null,
            ExpiresAt = request.ExpiresAt?.ToUniversalTime(),
            SetsMaxDownloads = request.NoMaxDownloads || request.MaxDownloads is not null,
            MaxDownloads = request.MaxDownloads,
        };

        // A crash in between leaves a part of what was asked; repeating does the rest.
        var act = ActOf(AuditKind.LinkChanged, item, link.LinkId, label).With("access", ShareNames.Of(role)).With("changed", NamesOf(request));
        var changed = await audit.AroundAsync(context, act, async () =>
        {
            var made = await Link(link.LinkId).ChangeAsync(change, context.RequestAborted) ?? throw NotFound();
            DriveAnswer.Require(await GrantAsync(context, item, link.LinkId, label, role));
            return made;
        });
        return LinkBodies.Of(changed, role, label, item.Entry.Id);
    }

    /// <summary>Takes a link back: the grant first, so that it holds at once; then what is left of it.</summary>
    public async Task DeleteAsync(HttpContext context)
    {
        await DeleteAsync(context, ItemAddress.RouteId(context));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <inheritdoc cref="DeleteAsync(HttpContext)"/>
    /// <exception cref="ProblemException">There is no such link.</exception>
    public async Task DeleteAsync(HttpContext context, Guid linkId)
    {
        var (link, item) = await FindAsync(context, linkId);
        await audit.AroundAsync(context, ActOf(AuditKind.LinkRevoked, item, link.LinkId, label: ""), async () =>
        {
            var outcome = await GrantAsync(context, item, link.LinkId, label: "", role: null);
            if (outcome is not (DriveOutcome.Done or DriveOutcome.NotFound))
            {
                throw DriveAnswer.Explain(outcome);
            }

            await Link(link.LinkId).DeleteAsync(CancellationToken.None);
        });
    }

    private async Task<LinkDescription> CreateAsync(
        HttpContext context, TreeItem item, Guid linkId, LinkCreation creation, string label, Role role)
    {
        var link = Link(linkId);
        if (!await link.CreateAsync(creation, context.RequestAborted))
        {
            throw new InvalidOperationException("Two links have one id.");
        }

        var outcome = await GrantAsync(context, item, linkId, label, role);
        if (outcome is not DriveOutcome.Done)
        {
            await link.DeleteAsync(CancellationToken.None);
            throw DriveAnswer.Explain(outcome);
        }

        return await link.DescribeAsync(context.RequestAborted) ?? throw NotFound();
    }

    // A link is known by its id to those only who may share what it leads to.
    private async Task<(LinkDescription Link, TreeItem Item)> FindAsync(HttpContext context, Guid linkId)
    {
        var caller = Caller.Of(context);
        var link = await Link(linkId).DescribeAsync(context.RequestAborted) ?? throw NotFound();
        var item = link.DriveId == caller.DriveId
            ? await caller.Tree.FindAsync(link.EntryId, context.RequestAborted)
            : await caller.Views.FindSharedAsync(link.DriveId, link.EntryId, context.RequestAborted);
        return item is not null && item.Rights.HasFlag(Rights.Share) ? (link, item) : throw NotFound();
    }

    private async Task<EntryGrant> FindGrantAsync(TreeItem item, Guid linkId, CancellationToken cancellationToken) =>
        (await Drive(item.DriveId).ListGrantsAsync(item.Viewer, item.EntryId, cancellationToken))
            .FirstOrDefault(grant => grant.EntryId == item.EntryId && IsOf(grant, linkId)) ?? throw NotFound();

    /// <summary>The links among grants, as those see them who may share.</summary>
    public async Task<List<LinkBody>> DescribeAsync(
        IEnumerable<EntryGrant> grants, Func<EntryGrant, Guid> itemId, string? path, CancellationToken cancellationToken)
    {
        var bodies = new List<LinkBody>();
        foreach (var some in grants.Where(grant => grant.Grantee.Kind is GranteeKind.Link).Chunk(MaxAtOnce))
        {
            var links = await Task.WhenAll(some.Select(grant => Link(grant.Grantee.Id).DescribeAsync(cancellationToken)));
            bodies.AddRange(some.Zip(links)
                .Where(pair => pair.Second is not null)
                .Select(pair => LinkBodies.Of(pair.Second!, pair.First.Role, pair.First.Grantee.Label, itemId(pair.First)) with { Path = path }));
        }

        return bodies;
    }

    private Task<DriveOutcome> GrantAsync(HttpContext context, TreeItem item, Guid linkId, string label, Role? role)
    {
        var caller = Caller.Of(context);
        return Drive(item.DriveId).ExecuteAsync(
            new DriveCommand.Share
            {
                OperationId = Guid.CreateVersion7(),
                DeviceId = caller.DeviceId,
                Viewer = item.Viewer,
                EntryId = item.EntryId,
                Grantee = new Grantee(GranteeKind.Link, linkId, label),
                Role = role,
                GrantedBy = caller.UserId,
            },
            CancellationToken.None);
    }

    private static AuditAct ActOf(AuditKind kind, TreeItem item, Guid linkId, string label) => new AuditAct(kind)
    {
        OwnerId = item.View?.OwnerId,
        DriveId = item.DriveId,
        ItemId = item.EntryId,
        Other = label.Length == 0 ? null : label,
    }.With("linkId", $"{linkId}");

    private static string NamesOf(LinkChangeRequest request) => string.Join(' ', new[]
    {
        request.Access is null ? null : "access",
        request.Label is null ? null : "label",
        request.Password is null && !request.NoPassword ? null : "password",
        request.ExpiresAt is null && !request.NoExpiry ? null : "expiry",
        request.MaxDownloads is null && !request.NoMaxDownloads ? null : "maxDownloads",
    }.OfType<string>());

    private static async Task<TreeItem> FindSharableAsync(HttpContext context) => ShareCommands.RequireSharable(await ItemAddress.FindAsync(context));

    private static bool IsOf(EntryGrant grant, Guid linkId) => grant.Grantee.Kind is GranteeKind.Link && grant.Grantee.Id == linkId;

    private static void RequireFitting(Role role, EntryKind kind, long? maxDownloads)
    {
        if (role is Role.Upload && kind is not EntryKind.Folder)
        {
            throw Problem.NotPossible("Only into a folder can files be put.");
        }

        if (maxDownloads is not null && (role is Role.Upload || maxDownloads < 1))
        {
            throw Problem.BadRequest("\"maxDownloads\" is at least 1, and says nothing of a link through which nothing is read.");
        }
    }

    private void RequireExpiry(DateTimeOffset? expiresAt)
    {
        if (expiresAt <= clock.GetUtcNow())
        {
            throw Problem.BadRequest("\"expiresAt\" is past.");
        }
    }

    private static Role RoleOf(string access) => access switch
    {
        "read" => Role.Read,
        "write" => Role.Write,
        "upload" => Role.Upload,
        _ => throw Problem.BadRequest("\"access\" of a link is read, write or upload."),
    };

    private static string LabelOf(string given) =>
        given.Trim() is { Length: <= MaxLabelLength } label && !label.Any(char.IsControl)
            ? label
            : throw Problem.BadRequest($"\"label\" has at most {MaxLabelLength} characters.");

    private static Task AnswerAsync(HttpContext context, List<LinkBody> links) =>
        JsonAnswer.WriteAsync(context, 200, new LinkListBody { Links = links }, ContractsJsonContext.Default.LinkListBody);

    private static Task AnswerAsync(HttpContext context, int status, LinkBody link) =>
        JsonAnswer.WriteAsync(context, status, link, ContractsJsonContext.Default.LinkBody);

    private ILinkGrain Link(Guid linkId) => grains.GetGrain<ILinkGrain>(linkId);

    private IDriveGrain Drive(Guid driveId) => grains.GetGrain<IDriveGrain>(driveId);

    private static ProblemException NotFound() => Problem.NotFound("There is no such link.");
}
