using FileStorage.Grains.Auditing;
using FileStorage.Grains.Chunks;
using FileStorage.Grains.Deletions;
using FileStorage.Grains.Departures;
using FileStorage.Grains.Devices;
using FileStorage.Grains.Documents;
using FileStorage.Grains.Drives;
using FileStorage.Grains.History;
using FileStorage.Grains.Maintenance;
using FileStorage.Storage.Metadata.Documents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace FileStorage.Grains;

/// <summary>What the grains need beside the stores.</summary>
public static class GrainServices
{
    /// <summary>Adds the grains' own services. The host adds the metadata and the chunk store.</summary>
    public static IServiceCollection AddGrains(this IServiceCollection services)
    {
        services.AddOptions<MaintenanceOptions>().BindConfiguration(MaintenanceOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<MaintenanceOptions>, MaintenanceOptionsValidator>();
        services.AddOptions<JournalOptions>().BindConfiguration(JournalOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<JournalOptions>, JournalOptionsValidator>();
        services.AddOptions<AuditOptions>().BindConfiguration(AuditOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AuditOptions>, AuditOptionsValidator>();
        services.Configure<DocumentStorageOptions>(documents => documents.Resolvers.Add(DocumentsJsonContext.Default));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IListeningLimit, CalmListening>();
        services.AddSingleton<Listeners>();
        services.AddSingleton<ManifestReader>();
        services.AddOptions<HistoryOptions>().BindConfiguration(HistoryOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<HistoryOptions>, HistoryOptionsValidator>();
        services.AddOptions<DeletionOptions>().BindConfiguration(DeletionOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DeletionOptions>, DeletionOptionsValidator>();
        services.AddSingleton<DriveHistories>();
        services.AddSingleton<HistorySweep>();
        services.AddSingleton<OrphanSearch>();
        services.AddSingleton<ChunkProof>();
        services.AddSingleton<Checker>();
        services.AddSingleton<Scrubber>();
        services.AddSingleton<ChunkMover>();
        services.AddSingleton<Collector>();
        services.AddSingleton<AuditRetention>();
        services.AddSingleton<DepartureSweep>();
        return services;
    }
}
