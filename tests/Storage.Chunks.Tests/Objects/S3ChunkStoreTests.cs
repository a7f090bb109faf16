using FileStorage.Core.Chunks;
using FileStorage.Tests.Objects;

namespace FileStorage.Tests.Storage.Chunks.Tests.Objects;

public sealed class S3ChunkStoreTests(S3ServerFixture fixture) : ObjectChunkStoreContract(ChunkStoreKind.S3), IClassFixture<S3ServerFixture>
{
    private protected override Task<ObjectServer> ServerAsync() => Task.FromResult(fixture.Server!);
}
