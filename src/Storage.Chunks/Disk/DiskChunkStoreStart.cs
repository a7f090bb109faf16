using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FileStorage.Storage.Chunks.Disk;

/// <summary>Opens the store when the host starts, so that a wrong key or a folder in use ends the start and not the first request.</summary>
internal sealed class DiskChunkStoreStart(IServiceProvider services) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        services.GetRequiredService<DiskChunkStore>();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
