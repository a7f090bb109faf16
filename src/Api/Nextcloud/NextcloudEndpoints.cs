using FileStorage.Api.Callers;
using FileStorage.Api.Nextcloud.Describing;
using FileStorage.Api.Nextcloud.Bells;
using FileStorage.Api.Nextcloud.Pictures;
using FileStorage.Api.Nextcloud.Sharing;
using FileStorage.Api.Nextcloud.Signing;
using FileStorage.Api.Nextcloud.Trash;
using FileStorage.Api.Nextcloud.Uploads;
using FileStorage.Api.Nextcloud.Versions;
using FileStorage.Api.Tus;
using FileStorage.Api.WebDav.Xml;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Api.Nextcloud;

/// <summary>The addresses of ownCloud and Nextcloud, beside those of the tree itself.</summary>
internal static class NextcloudEndpoints
{
    private static readonly string[] Ocs = ["/ocs/v1.php", "/ocs/v2.php"];

    public static void MapNextcloud(this IEndpointRouteBuilder endpoints)
    {
        var description = endpoints.ServiceProvider.GetRequiredService<ServerDescription>();
        var open = endpoints.MapGroup("").WithMetadata(Access.Anyone).ExcludeFromDescription();
        open.MapGet("/status.php", description.TellStatusAsync);
        open.MapGet("/index.php/204", Nothing);
        open.MapGet("/204", Nothing);

        open.Map(PushSocket.Address, endpoints.ServiceProvider.GetRequiredService<PushSocket>().ConnectAsync);
        MapSigning(open, endpoints.ServiceProvider.GetRequiredService<LoginFlow>());
        var first = endpoints.ServiceProvider.GetRequiredService<FirstLoginFlow>();
        open.MapGet(FirstLoginFlow.Address, first.ShowAsync);
        open.MapPost(FirstLoginFlow.Address + "/{id:guid}", first.ApproveAsync);

        var own = endpoints.ServiceProvider.GetRequiredService<OwnAppPassword>();
        foreach (var prefix in Ocs)
        {
            open.MapGet(prefix + "/cloud/capabilities", description.TellCapabilitiesAsync).WithMetadata(OcsProblems.Instance);
            open.MapGet(prefix + "/config", ServerDescription.TellSettingsAsync).WithMetadata(OcsProblems.Instance);
            var signedIn = endpoints.MapGroup(prefix).WithMetadata(Access.Doors, OcsProblems.Instance).ExcludeFromDescription();
            signedIn.MapGet("/cloud/user", description.TellUserAsync);
            signedIn.MapGet("/cloud/users/{name}", description.TellNamedUserAsync);
            signedIn.MapGet("/core/getapppassword", own.GetAsync);
            signedIn.MapDelete("/core/apppassword", own.RevokeAsync);
            signedIn.MapOcsSharing();
        }

        var previews = endpoints.ServiceProvider.GetRequiredService<Previews>();
        var pictures = endpoints.MapGroup("/index.php").WithMetadata(Access.Doors).ExcludeFromDescription();
        pictures.MapGet("/core/preview", previews.GetByNumberAsync);
        pictures.MapGet("/core/preview.png", previews.GetByPathAsync);
        pictures.MapGet("/avatar/{user}/{size}", Avatars.SendAsync);
        pictures.MapGet("/apps/files/api/v1/thumbnail/{width:int}/{height:int}/{**path}", previews.GetByAddressAsync);

        var dav = endpoints.MapGroup("/remote.php/dav").WithMetadata(Access.Doors, DavProblems.Instance).ExcludeFromDescription();
        dav.Map("/uploads/{user}/{upload}/{part?}", endpoints.ServiceProvider.GetRequiredService<PartUploads>().AnswerAsync);
        dav.Map("/tus/{id:guid}", endpoints.ServiceProvider.GetRequiredService<TusDoor>().AnswerAsync);
        dav.MapGet("/avatars/{user}/{size}", Avatars.SendAsync);
        dav.MapPost("/bulk", endpoints.ServiceProvider.GetRequiredService<BulkUpload>().TakeAsync);
        MapPast(dav);
    }

    private static void MapSigning(RouteGroupBuilder open, LoginFlow flow)
    {
        open.MapPost("/index.php/login/v2", flow.BeginAsync);
        open.MapPost("/index.php/login/v2/poll", flow.PollAsync);
        open.MapGet("/index.php/login/v2/flow/{id:guid}", flow.ShowAsync);
        open.MapPost("/index.php/login/v2/flow/{id:guid}", flow.ApproveAsync);
    }

    private static void MapPast(RouteGroupBuilder dav)
    {
        var services = ((IEndpointRouteBuilder)dav).ServiceProvider;
        var trash = services.GetRequiredService<TrashBin>();
        dav.MapMethods("/trashbin/{user}/trash", ["PROPFIND"], trash.ListAsync);
        dav.MapMethods("/trashbin/{user}/trash/{id:guid}", ["MOVE"], trash.RestoreAsync);
        dav.MapDelete("/trashbin/{user}/trash/{id:guid}", trash.PurgeAsync);
        dav.MapDelete("/trashbin/{user}/trash", trash.PurgeAllAsync);

        var versions = services.GetRequiredService<FileVersions>();
        dav.MapMethods("/versions/{user}/versions/{file}", ["PROPFIND"], versions.ListAsync);
        dav.MapGet("/versions/{user}/versions/{file}/{number}", versions.GetAsync);
        dav.MapMethods("/versions/{user}/versions/{file}/{number}", ["MOVE", "COPY"], versions.RestoreAsync);
    }

    private static Task Nothing(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
