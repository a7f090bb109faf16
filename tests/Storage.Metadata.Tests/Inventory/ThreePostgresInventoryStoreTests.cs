using FileStorage.Tests.Storage.Metadata.Tests.Engines;

namespace FileStorage.Tests.Storage.Metadata.Tests.Inventory;

public sealed class ThreePostgresInventoryStoreTests : InventoryStoreContract<ThreePostgresEngine>;
