using FileStorage.Tests.Storage.Metadata.Tests.Engines;

namespace FileStorage.Tests.Storage.Metadata.Tests.Chunks;

public sealed class InMemoryChunkRowStoreTests : ChunkRowStoreContract<InMemoryEngine>;
