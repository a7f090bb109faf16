namespace FileStorage.Tests.Storage.Metadata.Tests.Search;

public sealed class ThreePostgresSearchUpkeepTests : SearchUpkeepContract<ThreePostgresSearchEngine>;
