using FileStorage.Core.Chunks;
using FileStorage.Tests.Objects;

namespace FileStorage.Tests.Storage.Chunks.Tests.Objects;

public sealed class S3ServerFixture : IAsyncLifetime
{
    internal ObjectServer? Server { get; private set; }

    public async ValueTask InitializeAsync() => Server = await ObjectServer.StartAsync(ChunkStoreKind.S3);

    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
        {
            await Server.DisposeAsync();
        }
    }
}
