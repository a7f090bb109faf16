using FileStorage.Silo.Backups;
using FileStorage.Storage.Metadata.Shards;

namespace FileStorage.Silo.Hosting;

/// <summary>Opens the metadata when the host starts, so that a damaged file ends the start and not the first request.</summary>
internal sealed class MetadataStart(IServiceProvider services) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _ = await services.GetRequiredService<IMetadataShards>().AskAllAsync(static all => ValueTask.FromResult(all.Count), cancellationToken);
        await services.GetRequiredService<RestoredData>().SettleAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
