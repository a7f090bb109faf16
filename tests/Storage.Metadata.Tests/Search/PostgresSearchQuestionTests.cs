namespace FileStorage.Tests.Storage.Metadata.Tests.Search;

public sealed class PostgresSearchQuestionTests : SearchQuestionContract<PostgresSearchEngine>;
