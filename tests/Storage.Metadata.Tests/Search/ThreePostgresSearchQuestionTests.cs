namespace FileStorage.Tests.Storage.Metadata.Tests.Search;

public sealed class ThreePostgresSearchQuestionTests : SearchQuestionContract<ThreePostgresSearchEngine>;
