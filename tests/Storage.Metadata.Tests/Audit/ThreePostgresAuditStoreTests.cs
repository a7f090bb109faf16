using FileStorage.Tests.Storage.Metadata.Tests.Engines;

namespace FileStorage.Tests.Storage.Metadata.Tests.Audit;

public sealed class ThreePostgresAuditStoreTests : AuditStoreContract<ThreePostgresEngine>;
