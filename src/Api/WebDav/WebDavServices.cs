using FileStorage.Api.WebDav.Properties;
using FileStorage.Api.WebDav.Reading;
using FileStorage.Api.WebDav.Visits;
using FileStorage.Api.WebDav.Writing;
using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Api.WebDav;

internal static class WebDavServices
{
    public static IServiceCollection AddWebDav(this IServiceCollection services) => services
        .AddSingleton<Checksums>().AddSingleton<FileNumberIndex>().AddSingleton<DavDoor>().AddSingleton<DavGet>().AddSingleton<DavPropFind>().AddSingleton<DeadProperties>()
        .AddSingleton<DavPut>().AddSingleton<DavFolders>().AddSingleton<DavTransfer>().AddSingleton<DavPropPatch>().AddSingleton<DavLocks>()
        .AddSingleton<LinkDavDoor>().AddSingleton<LinkDavListing>();
}
