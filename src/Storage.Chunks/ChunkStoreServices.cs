using FileStorage.Core.Chunks;
using FileStorage.Storage.Backups;
using FileStorage.Storage.Chunks.Azure;
using FileStorage.Storage.Chunks.Disk;
using FileStorage.Storage.Chunks.Keys;
using FileStorage.Storage.Chunks.Moving;
using FileStorage.Storage.Chunks.Objects;
using FileStorage.Storage.Chunks.S3;
using FileStorage.Storage.Chunks.Scrubbing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace FileStorage.Storage.Chunks;

public static class ChunkStoreServices
{
    private const string StoreKey = "Chunks:Store";
    private const string MoveFromKey = "Chunks:MoveFrom";

    /// <summary>
    /// Adds <see cref="IChunkStore"/> as <c>Chunks:Store</c> says: <c>disk</c> (default), <c>azure</c> or <c>s3</c>; with its
    /// <see cref="IKeyRotator"/> and a <see cref="ChunkScrubber"/>. Where <c>Chunks:MoveFrom</c> names another one, chunks that lie there are read
    /// there until they have moved. The stores open when the host starts.
    /// </summary>
    /// <param name="services">Where to add it.</param>
    /// <param name="configuration">Read at once: which services there are depends on it.</param>
    /// <param name="folder">The data folder, for the store on disk.</param>
    /// <exception cref="InvalidDataException">A setting names no store that there is, or the same one twice.</exception>
    public static IServiceCollection AddChunkStore(this IServiceCollection services, IConfiguration configuration, string folder)
    {
        var kind = Kind(configuration);
        if (KindOf(configuration, MoveFromKey) is not { } former)
        {
            return services.AddStore(kind, configuration, folder);
        }

        if (former == kind)
        {
            throw new InvalidDataException($"{MoveFromKey} and {StoreKey} are the same; chunks move between stores of different kinds.");
        }

        // What is added last is what is asked for.
        services.AddStore(former, configuration, folder).AddStore(kind, configuration, folder);
        return services.AddSingleton<IChunkStore>(provider => new MovingChunkStore(Find(provider, kind), Find(provider, former)));
    }

    /// <summary>Whether chunks lie, or lay until they have moved, on a disk of this machine.</summary>
    /// <exception cref="InvalidDataException">A setting names no store that there is.</exception>
    public static bool UsesDisk(IConfiguration configuration) =>
        KindOf(configuration, StoreKey) is null or ChunkStoreKind.Disk || KindOf(configuration, MoveFromKey) is ChunkStoreKind.Disk;

    /// <summary>The kind of the store that takes new chunks.</summary>
    /// <exception cref="InvalidDataException">A setting names no store that there is.</exception>
    public static ChunkStoreKind Kind(IConfiguration configuration) => KindOf(configuration, StoreKey) ?? ChunkStoreKind.Disk;

    /// <summary>
    /// Sees whether the chunks and keys of a backup can go where the settings say, and whether their master key opens them. Makes a container where it
    /// is missing, and changes nothing else.
    /// </summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="backup">The backup.</param>
    /// <param name="objects">Those of its files that go into an object store; none where they do not.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BackupException">The backup is damaged, or the container is another service's.</exception>
    /// <exception cref="KeyRingException">The master key is missing, or another one.</exception>
    /// <exception cref="IOException">The object store does not answer, or refuses.</exception>
    /// <exception cref="InvalidDataException">A setting is wrong.</exception>
    public static async Task PrepareRestoreAsync(
        IConfiguration configuration, string backup, IReadOnlyList<BackupFile> objects, CancellationToken cancellationToken)
    {
        var settings = configuration.GetSection(DiskChunkStoreOptions.Section).Get<DiskChunkStoreOptions>() ?? new DiskChunkStoreOptions();
        var keys = Path.Combine(backup, KeyCopy.Folder);
        if (!Directory.Exists(keys))
        {
            throw new BackupException("The backup is damaged: it has no keys.");
        }

        KeyRing.OpenToRead(new KeyFiles(keys), settings.MasterKeys(), TimeProvider.System).Dispose();
        if (objects.Count > 0)
        {
            using var container = ContainerOf(configuration);
            await ObjectArchive.PrepareAsync(container, backup, objects, cancellationToken);
        }
    }

    /// <summary>Sees whether the object store that the settings name has chunks of a service. Changes nothing.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BackupException">It has none.</exception>
    /// <exception cref="IOException">The object store does not answer, or refuses.</exception>
    /// <exception cref="InvalidDataException">A setting is wrong.</exception>
    public static async Task RequireObjectsAsync(IConfiguration configuration, CancellationToken cancellationToken)
    {
        using var container = ContainerOf(configuration);
        if (await container.ReadTextAsync(SharedKeyRing.RingName, cancellationToken) is null)
        {
            throw new BackupException($"{container.Place} has no key ring: no service has its chunks there. Name their container, or restore them too.");
        }
    }

    /// <summary>Puts the chunks and keys of a backup into the object store that the settings name, and verifies them. Safe to repeat.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="backup">The backup.</param>
    /// <param name="files">Those of its files that are chunks and keys.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BackupException">The backup is damaged, or the container is another service's.</exception>
    /// <exception cref="IOException">The object store does not answer, or refuses.</exception>
    /// <exception cref="InvalidDataException">A setting is wrong.</exception>
    public static async Task RestoreObjectsAsync(
        IConfiguration configuration, string backup, IReadOnlyList<BackupFile> files, CancellationToken cancellationToken)
    {
        using var container = ContainerOf(configuration);
        await ObjectArchive.RestoreAsync(container, backup, files, cancellationToken);
    }

    private static IObjectContainer ContainerOf(IConfiguration configuration) => ContainerOf(
        Kind(configuration),
        configuration,
        configuration.GetSection(ObjectChunkStoreOptions.Section).Get<ObjectChunkStoreOptions>() ?? new ObjectChunkStoreOptions());

    private static IObjectContainer ContainerOf(ChunkStoreKind kind, IConfiguration configuration, ObjectChunkStoreOptions common) => kind switch
    {
        ChunkStoreKind.AzureBlob => new AzureContainer(configuration.GetSection(AzureOptions.Section).Get<AzureOptions>() ?? new AzureOptions(), common),
        ChunkStoreKind.S3 => new S3Container(configuration.GetSection(S3Options.Section).Get<S3Options>() ?? new S3Options(), common),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "It is no object store."),
    };

    private static ChunkStoreKind? KindOf(IConfiguration configuration, string key) => configuration[key]?.ToUpperInvariant() switch
    {
        null or "" => null,
        "DISK" => ChunkStoreKind.Disk,
        "AZURE" => ChunkStoreKind.AzureBlob,
        "S3" => ChunkStoreKind.S3,
        _ => throw new InvalidDataException($"{key} is \"{configuration[key]}\"; it has to be disk, azure or s3."),
    };

    private static IChunkStore Find(IServiceProvider provider, ChunkStoreKind kind) => kind is ChunkStoreKind.Disk
        ? provider.GetRequiredService<DiskChunkStore>()
        : provider.GetRequiredKeyedService<ObjectChunkStore>(kind);

    private static IServiceCollection AddStore(
        this IServiceCollection services, ChunkStoreKind kind, IConfiguration configuration, string folder) => kind is ChunkStoreKind.Disk
            ? services.AddDiskChunkStore(options => options.Directory = folder)
            : services.AddObjects(kind, configuration);

    private static IServiceCollection AddObjects(this IServiceCollection services, ChunkStoreKind kind, IConfiguration configuration)
    {
        services.AddOptions<ObjectChunkStoreOptions>().BindConfiguration(ObjectChunkStoreOptions.Section).ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IValidateOptions<ObjectChunkStoreOptions>, ObjectChunkStoreOptionsValidator>();
        services.AddKeyedSingleton(kind, (provider, _) =>
        {
            var options = provider.GetRequiredService<IOptions<ObjectChunkStoreOptions>>().Value;
            return new ObjectChunkStore(ContainerOf(kind, configuration, options), options, provider.GetRequiredService<TimeProvider>());
        });
        services.AddSingleton<IChunkStore>(provider => provider.GetRequiredKeyedService<ObjectChunkStore>(kind));
        services.AddSingleton<IKeyRotator>(provider => provider.GetRequiredKeyedService<ObjectChunkStore>(kind));
        services.AddSingleton<ChunkScrubber>();
        services.AddSingleton<IHostedService>(provider => new ObjectChunkStoreStart(provider.GetRequiredKeyedService<ObjectChunkStore>(kind)));
        return services;
    }
}
