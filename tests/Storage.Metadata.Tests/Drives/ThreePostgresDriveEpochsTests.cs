using FileStorage.Tests.Storage.Metadata.Tests.Engines;

namespace FileStorage.Tests.Storage.Metadata.Tests.Drives;

public sealed class ThreePostgresDriveEpochsTests : DriveEpochsContract<ThreePostgresEngine>;
