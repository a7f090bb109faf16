using FileStorage.Storage.Chunks.Azure;
using FileStorage.Storage.Chunks.Disk;
using FileStorage.Storage.Chunks.Keys;
using FileStorage.Storage.Chunks.Objects;
using FileStorage.Storage.Chunks.S3;
using FileStorage.Storage.Chunks.Scrubbing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace FileStorage.Storage.Chunks;

public static class ChunkStoreServices
{
    private const string StoreKey = "Chunks:Store";

    /// <summary>
    /// Adds <see cref="IChunkStore"/> as <c>Chunks:Store</c> says: <c>disk</c> (default), <c>azure</c> or <c>s3</c>; with its
    /// <see cref="IKeyRotator"/> and a <see cref="ChunkScrubber"/>. The store opens when the host starts.
    /// </summary>
    /// <param name="services">Where to add it.</param>
    /// <param name="configuration">Read at once: which services there are depends on it.</param>
    /// <param name="folder">The data folder, for the store on disk.</param>
    /// <exception cref="InvalidDataException">The setting names no store that there is, or too little of it.</exception>
    public static IServiceCollection AddChunkStore(this IServiceCollection services, IConfiguration configuration, string folder) =>
        configuration[StoreKey]?.ToUpperInvariant() switch
        {
            null or "" or "DISK" => services.AddDiskChunkStore(options => options.Directory = folder),
            "AZURE" => services.AddObjects(
                common => new AzureContainer(configuration.GetSection(AzureOptions.Section).Get<AzureOptions>() ?? new AzureOptions(), common)),
            "S3" => services.AddObjects(
                common => new S3Container(configuration.GetSection(S3Options.Section).Get<S3Options>() ?? new S3Options(), common)),
            _ => throw new InvalidDataException($"{StoreKey} is \"{configuration[StoreKey]}\"; it has to be disk, azure or s3."),
        };

    private static IServiceCollection AddObjects(this IServiceCollection services, Func<ObjectChunkStoreOptions, IObjectContainer> container)
    {
        services.AddOptions<ObjectChunkStoreOptions>().BindConfiguration(ObjectChunkStoreOptions.Section).ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IValidateOptions<ObjectChunkStoreOptions>, ObjectChunkStoreOptionsValidator>();
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<ObjectChunkStoreOptions>>().Value;
            return new ObjectChunkStore(container(options), options, provider.GetRequiredService<TimeProvider>());
        });
        services.AddSingleton<IChunkStore>(provider => provider.GetRequiredService<ObjectChunkStore>());
        services.AddSingleton<IKeyRotator>(provider => provider.GetRequiredService<ObjectChunkStore>());
        services.AddSingleton<ChunkScrubber>();
        services.AddHostedService<ObjectChunkStoreStart>();
        return services;
    }
}
