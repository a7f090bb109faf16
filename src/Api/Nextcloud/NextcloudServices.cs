using FileStorage.Api.Nextcloud.Describing;
using FileStorage.Api.Nextcloud.Bells;
using FileStorage.Api.Nextcloud.Pictures;
using FileStorage.Api.Nextcloud.Sharing;
using FileStorage.Api.Nextcloud.Signing;
using FileStorage.Api.Nextcloud.Trash;
using FileStorage.Api.Nextcloud.Uploads;
using FileStorage.Api.Nextcloud.Versions;
using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Api.Nextcloud;

internal static class NextcloudServices
{
    public static IServiceCollection AddNextcloud(this IServiceCollection services) => services
        .AddSingleton<ServerDescription>().AddSingleton<PartUploads>().AddSingleton<PartAssembly>().AddSingleton<BulkUpload>()
        .AddSingleton<TrashBin>().AddSingleton<Previews>().AddSingleton<FileVersions>()
        .AddSingleton<LoginFlow>().AddSingleton<FirstLoginFlow>().AddSingleton<OwnAppPassword>().AddSingleton<PushSocket>()
        .AddSingleton<ShareFinder>().AddSingleton<ShareDescription>().AddSingleton<OcsShares>().AddSingleton<OcsReceived>().AddSingleton<Sharees>();
}
