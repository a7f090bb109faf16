using System.Text.Json.Serialization.Metadata;
using FileStorage.Grains.Chunks;
using FileStorage.Grains.Documents;
using FileStorage.Grains.Maintenance;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace FileStorage.Grains;

/// <summary>What the grains need beside the stores.</summary>
public static class GrainServices
{
    /// <summary>How documents are written, for the grain storage called <see cref="DocumentStorage.Name"/>.</summary>
    public static IJsonTypeInfoResolver DocumentFormat => DocumentsJsonContext.Default;

    /// <summary>Adds the grains' own services. The host adds the row stores, the chunk store and the document storage.</summary>
    public static IServiceCollection AddGrains(this IServiceCollection services)
    {
        services.AddOptions<MaintenanceOptions>().BindConfiguration(MaintenanceOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<MaintenanceOptions>, MaintenanceOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ManifestReader>();
        services.AddSingleton<ChunkProof>();
        services.AddSingleton<Checker>();
        services.AddSingleton<Collector>();
        return services;
    }
}
