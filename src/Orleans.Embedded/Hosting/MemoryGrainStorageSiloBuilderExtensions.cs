using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded.Storage;
using Orleans.Storage;

namespace Orleans.Hosting;

/// <summary>Adds grain storage in memory, for tests.</summary>
public static class MemoryGrainStorageSiloBuilderExtensions
{
    public static ISiloBuilder AddMemoryGrainStorageAsDefault(this ISiloBuilder builder) => builder.AddMemoryGrainStorage("Default");

    public static ISiloBuilder AddMemoryGrainStorage(this ISiloBuilder builder, string name)
    {
        builder.Services.AddKeyedSingleton<IGrainStorage>(name, (services, _) => services.GetRequiredService<MemoryGrainStores>().Of(name));
        return builder;
    }
}
