using FileStorage.Api.Accounts;
using FileStorage.Api.Problems;
using FileStorage.Api.Trees;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Links;
using FileStorage.Grains.Interfaces.Sharing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace FileStorage.Api.Links;

/// <summary>
/// Lets visitors in: the token, then whether its grant stands and its target is there, then the password. A wrong token, one that was revoked, has
/// expired or is used up all look the same.
/// </summary>
internal sealed class LinkDoor(IGrainFactory grains, LinkPasswords passwords, TimeProvider clock, IOptions<LinkOptions> options)
{
    private readonly AttemptThrottle _unknown = new(options.Value.MaxUnknownTokens, TimeSpan.FromMinutes(options.Value.ThrottleMinutes), clock);

    /// <summary>The visitor of a request whose address holds {token}.</summary>
    /// <exception cref="ProblemException">404: no such link; 401: the password is missing or wrong; 429: too many guesses.</exception>
    public async Task<LinkVisitor> OpenAsync(HttpContext context)
    {
        var (visitor, _) = await FindAsync(context);
        await passwords.RequireAsync(context, visitor);
        return visitor;
    }

    /// <summary>The same, without having asked for the password.</summary>
    /// <exception cref="ProblemException">404: no such link; 429: too many guesses.</exception>
    public async Task<(LinkVisitor Visitor, bool IsLetIn)> FindAsync(HttpContext context)
    {
        context.Response.OnStarting(HardenAsync, context.Response.Headers);
        var reader = RemoteAddress.Of(context);
        if (_unknown.Peek(reader) is { } wait)
        {
            throw Problem.TooManyAttempts(wait);
        }

        var text = context.Request.RouteValues["token"] as string;
        if (!LinkToken.TryParse(text, out var token)
            || await grains.GetGrain<ILinkGrain>(token.LinkId).OpenAsync(token.Hash, reader, context.RequestAborted) is not { } link
            || await FindRootAsync(link, context.RequestAborted) is not { } root)
        {
            _unknown.Enter(reader);
            throw NoSuchLink();
        }

        return (new LinkVisitor(this, token, reader, link, new LinkTree(grains, root)), passwords.IsLetIn(context, link));
    }

    /// <summary>Asks again whether a link is open.</summary>
    /// <exception cref="ProblemException">404.</exception>
    public async Task RequireOpenAsync(LinkToken token, string reader, CancellationToken cancellationToken)
    {
        if (await grains.GetGrain<ILinkGrain>(token.LinkId).OpenAsync(token.Hash, reader, cancellationToken) is not { } link
            || await FindRootAsync(link, cancellationToken) is null)
        {
            throw NoSuchLink();
        }
    }

    /// <summary>What everybody hears to whom a link is not open, whatever the reason.</summary>
    public static ProblemException NoSuchLink() => Problem.NotFound("There is no such link, or it is not open any more.");

    // Set last, so that they stand on answers of every kind. The address is a secret: it goes into no cache, no index and no Referer.
    private static Task HardenAsync(object state)
    {
        var headers = (IHeaderDictionary)state;
        headers.CacheControl = "private, no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers["X-Robots-Tag"] = "noindex, nofollow";
        headers.XContentTypeOptions = "nosniff";
        return Task.CompletedTask;
    }

    private async Task<TreeItem?> FindRootAsync(OpenedLink link, CancellationToken cancellationToken)
    {
        var viewer = new Viewer { Persons = [link.LinkId] };
        if (await grains.GetGrain<IDriveGrain>(link.DriveId).FindAsAsync(viewer, link.EntryId, cancellationToken) is not { IsReachable: true } shared)
        {
            return null;
        }

        var view = new TreeView { DriveId = link.DriveId, RootId = link.EntryId, Viewer = viewer, OwnerId = shared.OwnerId, BasePath = [] };
        return new TreeItem
        {
            Entry = view.Show(shared.Entry, []),
            DriveId = link.DriveId,
            EntryId = link.EntryId,
            View = view,
            Rights = shared.Rights,
        };
    }
}
