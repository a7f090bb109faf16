using FileStorage.Tests.Storage.Metadata.Tests.Engines;

namespace FileStorage.Tests.Storage.Metadata.Tests.Files;

public sealed class ThreePostgresFileStoreTests : FileStoreContract<ThreePostgresEngine>;
