using FileStorage.Silo.Backups;
using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Silo.Hosting;

/// <summary>Opens the metadata when the host starts, so that a damaged file ends the start and not the first request.</summary>
internal sealed class MetadataStart(IServiceProvider services) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        services.GetRequiredService<IMetadataDatabase>();
        return services.GetRequiredService<RestoredData>().SettleAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
