using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded.Silos;
using Orleans.Embedded.Streams;
using Orleans.Streams;

namespace Orleans.Hosting;

/// <summary>Adds streams in memory.</summary>
public static class SiloBuilderMemoryStreamExtensions
{
    public static ISiloBuilder AddMemoryStreams(this ISiloBuilder builder, string name)
    {
        builder.Services.AddKeyedSingleton<IStreamProvider>(name, (services, _) =>
            new MemoryStreamProvider(services.GetRequiredService<Silo>(), services.GetRequiredService<StreamHubs>().Of(name)));
        return builder;
    }
}
