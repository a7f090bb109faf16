using Orleans.TestingHost;

namespace FileStorage.Tests.Runtime;

/// <summary>A silo of Microsoft Orleans for the contract tests.</summary>
public sealed partial class RuntimeHost
{
    private static async Task<(IServiceProvider Services, Func<Task> Stop)> StartAsync(Action<ISiloBuilder> configure)
    {
        var builder = new InProcessTestClusterBuilder(initialSilosCount: 1);
        builder.ConfigureSilo((_, silo) => configure(silo));
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return (cluster.GetSiloServiceProvider(), async () => await cluster.DisposeAsync());
    }
}
