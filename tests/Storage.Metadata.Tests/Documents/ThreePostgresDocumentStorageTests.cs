using FileStorage.Tests.Storage.Metadata.Tests.Engines;

namespace FileStorage.Tests.Storage.Metadata.Tests.Documents;

public sealed class ThreePostgresDocumentStorageTests : DocumentStorageContract<ThreePostgresEngine>;
