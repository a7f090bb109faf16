using Microsoft.Extensions.Hosting;
using Orleans.Embedded.Silos;

namespace Orleans.Embedded.Hosting;

/// <summary>Starts the silo with its host, and retires all grains before the host goes.</summary>
internal sealed class SiloHostedService(Silo silo) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        silo.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => silo.StopAsync(cancellationToken);
}
