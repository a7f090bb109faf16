using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Embedded.Silos;
using Orleans.Embedded.Storage;
using Orleans.Embedded.Streams;

namespace Orleans.Embedded.Hosting;

/// <summary>The services of every silo.</summary>
internal static class SiloServices
{
    public static void AddSilo(this IServiceCollection services)
    {
        services.AddOptions();
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new SiloName("silo"));
        services.TryAddSingleton<ITurns, PoolTurns>();
        services.TryAddSingleton<StreamHubs>();
        services.TryAddSingleton(new SingletonServices(services));
        services.TryAddSingleton(new MemoryGrainStores());
        services.TryAddSingleton<Silo>();
        services.TryAddSingleton<IClusterClient>(provider => provider.GetRequiredService<Silo>().References);
        services.TryAddSingleton<IGrainFactory>(provider => provider.GetRequiredService<Silo>().References);
    }
}
