using FileStorage.Tests.Storage.Metadata.Tests.Engines;

namespace FileStorage.Tests.Storage.Metadata.Tests.Claims;

public sealed class ThreePostgresClaimStoreTests : ClaimStoreContract<ThreePostgresEngine>;
