using Microsoft.Extensions.Hosting;

namespace FileStorage.Tests.Runtime;

/// <summary>A silo of the embedded runtime for the contract tests.</summary>
public sealed partial class RuntimeHost
{
    private static async Task<(IServiceProvider Services, Func<Task> Stop)> StartAsync(Action<ISiloBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.UseOrleans(configure);
        var host = builder.Build();
        await host.StartAsync();
        return (host.Services, async () =>
        {
            await host.StopAsync();
            host.Dispose();
        }
        );
    }
}
