namespace FileStorage.Tests.Storage.Metadata.Tests.Search;

public sealed class PostgresSearchUpkeepTests : SearchUpkeepContract<PostgresSearchEngine>;
