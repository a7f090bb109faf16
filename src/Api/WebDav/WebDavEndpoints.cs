using FileStorage.Api.Callers;
using FileStorage.Api.WebDav.Visits;
using FileStorage.Api.WebDav.Xml;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Api.WebDav;

/// <summary>/dav/, and the addresses at which ownCloud's and Nextcloud's clients look for the same tree.</summary>
internal static class WebDavEndpoints
{
    public static void MapWebDav(this IEndpointRouteBuilder endpoints)
    {
        var door = endpoints.ServiceProvider.GetRequiredService<DavDoor>();
        var group = endpoints.MapGroup("").WithMetadata(Access.Doors, DavProblems.Instance).ExcludeFromDescription();
        group.Map("/dav/{**path}", door.AnswerAsync);
        group.Map("/remote.php/webdav/{**path}", door.AnswerAsync);
        group.Map("/remote.php/dav/files/{user}/{**path}", door.AnswerAsync);

        var visits = endpoints.ServiceProvider.GetRequiredService<LinkDavDoor>();
        var open = endpoints.MapGroup("").WithMetadata(Access.Anyone, DavProblems.Instance).ExcludeFromDescription();
        open.Map(LinkDavDoor.ByName + "/{**path}", visits.AnswerByNameAsync);
        open.Map(LinkDavDoor.ByAddress + "{token}/{**path}", visits.AnswerByAddressAsync);

        // Windows and Finder look at the root of a server before they look where they are to.
        endpoints.MapMethods("/", [HttpMethods.Options], Describe).WithMetadata(Access.Anyone).ExcludeFromDescription();
    }

    private static Task Describe(HttpContext context)
    {
        DavDoor.DescribeSelf(context);
        return Task.CompletedTask;
    }
}
