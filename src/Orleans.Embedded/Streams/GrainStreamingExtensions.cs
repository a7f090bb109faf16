using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded.Activations;
using Orleans.Streams;

namespace Orleans;

/// <summary>Finds stream providers from inside a grain.</summary>
public static class GrainStreamingExtensions
{
    /// <exception cref="KeyNotFoundException">There is no provider of that name.</exception>
    public static IStreamProvider GetStreamProvider(this Grain grain, string name) => ((IGrainBase)grain).GetStreamProvider(name);

    /// <exception cref="KeyNotFoundException">There is no provider of that name.</exception>
    public static IStreamProvider GetStreamProvider(this IGrainBase grain, string name) =>
        ((Activation)grain.GrainContext).Silo.Services.GetKeyedService<IStreamProvider>(name)
        ?? throw new KeyNotFoundException($"Stream provider '{name}' not found");
}
