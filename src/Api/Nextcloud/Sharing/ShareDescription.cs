using System.Globalization;
using System.Text.Json;
using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Links;
using FileStorage.Api.Trees;
using FileStorage.Api.WebDav.Properties;
using FileStorage.Core.Sharing;
using FileStorage.Grains.Interfaces.Sharing;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Nextcloud.Sharing;

/// <summary>Makes of grants, links and what was received what the share interface tells of them.</summary>
internal sealed class ShareDescription(Links.Links links, DoorUsers users)
{
    /// <summary>Those that the caller gave.</summary>
    public async Task<List<OcsShare>> DescribeAsync(
        HttpContext context, IEnumerable<(TreeItem Item, EntryGrant Grant)> shares, CancellationToken cancellationToken)
    {
        var described = new List<OcsShare>();
        foreach (var (item, grant) in shares)
        {
            if (grant.Grantee.Kind is not GranteeKind.Link)
            {
                described.Add(await OfGrantAsync(context, item, grant, cancellationToken));
            }
            else if (await links.DescribeAsync([grant], _ => item.Entry.Id, path: null, cancellationToken) is [var link])
            {
                // Without its document a link opens nothing: somebody is taking it back at this moment.
                described.Add(await OfLinkAsync(context, item, grant, link, cancellationToken));
            }
        }

        return described;
    }

    /// <summary>A grant to a person or a group.</summary>
    public async Task<OcsShare> OfGrantAsync(HttpContext context, TreeItem item, EntryGrant grant, CancellationToken cancellationToken) => new()
    {
        Number = ShareNumbers.Of(grant),
        Type = grant.Grantee.Kind is GranteeKind.Group ? OcsShareType.Group : OcsShareType.User,
        Item = item,
        Permissions = SharePermissions.Of(grant.Role, item.Entry.Kind),
        At = grant.GrantedAt,
        SharedBy = await NameOfAsync(grant.GrantedBy, cancellationToken),
        Owner = await NameOfAsync(OwnerOf(context, item), cancellationToken),
        With = grant.Grantee.Kind is GranteeKind.Group ? grant.Grantee.Id.ToString("N", CultureInfo.InvariantCulture) : grant.Grantee.Label,
        WithName = grant.Grantee.Label,
        CanChange = true,
    };

    /// <summary>A link; its address is known only where it has just been made.</summary>
    public async Task<OcsShare> OfLinkAsync(
        HttpContext context, TreeItem item, EntryGrant grant, LinkBody link, CancellationToken cancellationToken) => new()
        {
            Number = ShareNumbers.Of(grant),
            Type = OcsShareType.Link,
            Item = item,
            Permissions = SharePermissions.Of(grant.Role, item.Entry.Kind),
            At = link.CreatedAt,
            SharedBy = await NameOfAsync(link.CreatedBy, cancellationToken),
            Owner = await NameOfAsync(OwnerOf(context, item), cancellationToken),
            CanChange = true,
            Link = link,
            Address = link.Address is { } address ? $"{context.Request.Scheme}://{context.Request.Host}{address}" : null,
        };

    /// <summary>What others share with the caller, each item once.</summary>
    public async Task<List<OcsShare>> ListReceivedAsync(HttpContext context, bool mounted, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(context);
        var described = new List<OcsShare>();
        foreach (var shares in (await caller.Views.ListReceivedAsync(cancellationToken)).GroupBy(share => share.EntryId))
        {
            var share = shares.MaxBy(one => one.At)!;
            if (await caller.Views.FindSharedAsync(share.DriveId, share.EntryId, cancellationToken) is { Entry.TrashedAt: null } item
                && item.IsMount == mounted)
            {
                var user = DoorUser.Of(context);
                described.Add(new OcsShare
                {
                    Number = ShareNumbers.OfReceived(share.EntryId, caller.UserId),
                    Type = OcsShareType.User,
                    Item = item,
                    Permissions = SharePermissions.Of(item.Rights, item.Entry.Kind),
                    At = share.At,
                    SharedBy = await NameOfAsync(share.GrantedBy, cancellationToken),
                    Owner = await NameOfAsync(item.View!.OwnerId, cancellationToken),
                    With = user.Email,
                    CanChange = false,
                });
            }
        }

        return described;
    }

    public static void Write(Utf8JsonWriter json, IEnumerable<OcsShare> shares)
    {
        foreach (var share in shares)
        {
            json.WriteStartObject();
            share.Write(json);
            json.WriteEndObject();
        }
    }

    private static Guid OwnerOf(HttpContext context, TreeItem item) => item.View?.OwnerId ?? Caller.Of(context).UserId;

    // An account that is gone is not named any more.
    private async ValueTask<string> NameOfAsync(Guid userId, CancellationToken cancellationToken) =>
        (await users.FindAsync(userId, cancellationToken))?.Email ?? "";
}
