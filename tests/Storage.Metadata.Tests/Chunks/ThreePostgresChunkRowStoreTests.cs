using FileStorage.Tests.Storage.Metadata.Tests.Engines;

namespace FileStorage.Tests.Storage.Metadata.Tests.Chunks;

public sealed class ThreePostgresChunkRowStoreTests : ChunkRowStoreContract<ThreePostgresEngine>;
