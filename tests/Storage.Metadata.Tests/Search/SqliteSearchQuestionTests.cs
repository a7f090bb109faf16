namespace FileStorage.Tests.Storage.Metadata.Tests.Search;

public sealed class SqliteSearchQuestionTests : SearchQuestionContract<SqliteSearchEngine>;
