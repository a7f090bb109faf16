using FileStorage.Tests.Storage.Metadata.Tests.Engines;

namespace FileStorage.Tests.Storage.Metadata.Tests.Chunks;

public sealed class PostgresChunkRowStoreTests : ChunkRowStoreContract<PostgresEngine>;
