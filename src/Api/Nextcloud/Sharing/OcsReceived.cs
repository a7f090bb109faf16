using FileStorage.Api.Nextcloud.Describing;
using FileStorage.Api.Sharing;
using FileStorage.Api.Trees;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Nextcloud.Sharing;

/// <summary>What others share with the caller and has no place in their tree yet: "pending" until it is given one, or given up.</summary>
internal sealed class OcsReceived(ShareDescription description, ReceivedShares received)
{
    public async Task ListAsync(HttpContext context)
    {
        var shares = await description.ListReceivedAsync(context, mounted: false, context.RequestAborted);
        await OcsAnswer.OkListAsync(context, json => ShareDescription.Write(json, shares));
    }

    public async Task AcceptAsync(HttpContext context)
    {
        await ShareParameters.ReadAsync(context);
        await received.MountAsync(context, await FindAsync(context, mounted: false) ?? throw OcsShares.NoSuchShare(), place: null);
        await OcsAnswer.OkListAsync(context, _ => { });
    }

    public async Task DeclineAsync(HttpContext context)
    {
        await ShareParameters.ReadAsync(context);
        if (!await TryLeaveAsync(context))
        {
            throw OcsShares.NoSuchShare();
        }
    }

    /// <summary>Gives up what the caller received, if the number in the address says that.</summary>
    public async Task<bool> TryLeaveAsync(HttpContext context)
    {
        if ((await FindAsync(context, mounted: true) ?? await FindAsync(context, mounted: false)) is not { } item)
        {
            return false;
        }

        await received.LeaveAsync(context, item);
        await OcsAnswer.OkListAsync(context, _ => { });
        return true;
    }

    private async Task<TreeItem?> FindAsync(HttpContext context, bool mounted)
    {
        var number = OcsShares.NumberOf(context);
        return (await description.ListReceivedAsync(context, mounted, context.RequestAborted)).FirstOrDefault(share => share.Number == number)?.Item;
    }
}
