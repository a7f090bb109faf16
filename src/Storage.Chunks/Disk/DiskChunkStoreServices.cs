using FileStorage.Storage.Chunks.Keys;
using FileStorage.Storage.Chunks.Scrubbing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FileStorage.Storage.Chunks.Disk;

public static class DiskChunkStoreServices
{
    /// <summary>
    /// Adds <see cref="IChunkStore"/> on a local disk, with its <see cref="KeyRing"/> and a <see cref="ChunkScrubber"/>.
    /// Settings come from the section <c>Chunks</c>, then from <paramref name="configure"/>. The store opens when the host starts.
    /// </summary>
    public static IServiceCollection AddDiskChunkStore(
        this IServiceCollection services, Action<DiskChunkStoreOptions>? configure = null)
    {
        var options = services.AddOptions<DiskChunkStoreOptions>().BindConfiguration(DiskChunkStoreOptions.Section).ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IValidateOptions<DiskChunkStoreOptions>, DiskChunkStoreOptionsValidator>();
        services.AddSingleton(provider => DiskChunkStore.Open(
            provider.GetRequiredService<IOptions<DiskChunkStoreOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<DiskChunkStore>>()));
        services.AddSingleton<IChunkStore>(provider => provider.GetRequiredService<DiskChunkStore>());
        services.AddSingleton(provider => provider.GetRequiredService<DiskChunkStore>().Keys);
        services.AddSingleton<IKeyRotator>(provider => provider.GetRequiredService<DiskChunkStore>().Keys);
        services.AddSingleton<ChunkScrubber>();
        services.AddHostedService<DiskChunkStoreStart>();
        return services;
    }
}
