using FileStorage.Api.Nextcloud.Describing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Api.Nextcloud.Sharing;

/// <summary>The addresses of the share interface.</summary>
internal static class OcsSharingEndpoints
{
    private const string Root = "/apps/files_sharing/api/v1";

    /// <param name="signedIn">Those of one version of the services, for callers who are known.</param>
    public static void MapOcsSharing(this RouteGroupBuilder signedIn)
    {
        var services = ((IEndpointRouteBuilder)signedIn).ServiceProvider;
        var shares = services.GetRequiredService<OcsShares>();
        var received = services.GetRequiredService<OcsReceived>();
        signedIn.MapGet(Root + "/shares", shares.ListAsync);
        signedIn.MapPost(Root + "/shares", shares.CreateAsync);
        signedIn.MapGet(Root + "/shares/pending", received.ListAsync);
        signedIn.MapPost(Root + "/shares/pending/{number}", received.AcceptAsync);
        signedIn.MapDelete(Root + "/shares/pending/{number}", received.DeclineAsync);
        signedIn.MapGet(Root + "/shares/{number}", shares.GetAsync);
        signedIn.MapPut(Root + "/shares/{number}", shares.ChangeAsync);
        signedIn.MapDelete(Root + "/shares/{number}", context => DeleteAsync(context, shares, received));
        signedIn.MapGet(Root + "/sharees", services.GetRequiredService<Sharees>().SearchAsync);

        // Servers do not share with each other here.
        signedIn.MapGet(Root + "/remote_shares", None);
        signedIn.MapGet(Root + "/remote_shares/pending", None);
    }

    // What one was given is given up at the same address as what one gives is taken back.
    private static async Task DeleteAsync(HttpContext context, OcsShares shares, OcsReceived received)
    {
        await ShareParameters.ReadAsync(context);
        if (!await received.TryLeaveAsync(context))
        {
            await shares.DeleteAsync(context);
        }
    }

    private static Task None(HttpContext context) => OcsAnswer.OkListAsync(context, _ => { });
}
