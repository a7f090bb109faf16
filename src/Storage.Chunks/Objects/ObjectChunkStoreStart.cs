using Microsoft.Extensions.Hosting;

namespace FileStorage.Storage.Chunks.Objects;

/// <summary>Opens the store when the host starts, so that a wrong key or a server out of reach ends the start and not the first request.</summary>
internal sealed class ObjectChunkStoreStart(ObjectChunkStore store) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => store.OpenAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
