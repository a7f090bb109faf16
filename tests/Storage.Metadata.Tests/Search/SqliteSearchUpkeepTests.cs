namespace FileStorage.Tests.Storage.Metadata.Tests.Search;

public sealed class SqliteSearchUpkeepTests : SearchUpkeepContract<SqliteSearchEngine>;
