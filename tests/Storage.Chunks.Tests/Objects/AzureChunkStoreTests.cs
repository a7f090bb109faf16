using FileStorage.Core.Chunks;
using FileStorage.Tests.Objects;

namespace FileStorage.Tests.Storage.Chunks.Tests.Objects;

public sealed class AzureChunkStoreTests(AzureServerFixture fixture) : ObjectChunkStoreContract(ChunkStoreKind.AzureBlob), IClassFixture<AzureServerFixture>
{
    private protected override Task<ObjectServer> ServerAsync() => Task.FromResult(fixture.Server!);
}
