using FileStorage.Storage.Metadata.Search;
using FileStorage.Storage.Metadata.Shards;
using FileStorage.Storage.Metadata.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace FileStorage.Tests.Storage.Metadata.Tests.Search;

public sealed class SqliteSearchEngine : ISearchEngine
{
    private readonly string _folder = Directory.CreateTempSubdirectory("search-").FullName;
    private SqliteMetadataDatabase _database;

    public SqliteSearchEngine() => _database = Open();

    public ISearchIndex Index => new SqlSearchIndex(new SingleShard(_database), new SqliteSearchDialect());

    internal string FilePath => Path.Combine(_folder, "search.db");

    /// <summary>Closes the index, lets somebody at its file, and opens it again.</summary>
    internal void Restart(Action<string> meanwhile)
    {
        _database.Dispose();
        meanwhile(FilePath);
        _database = Open();
    }

    public void Dispose()
    {
        _database.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private SqliteMetadataDatabase Open() => SqliteSearchFile.Open(new SearchIndexOptions { File = FilePath }, NullLogger.Instance);
}
