using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace FileStorage.Tests.Storage.Metadata.Tests.Engines;

public sealed class SqliteEngine : IEngine
{
    private readonly string _folder = Directory.CreateTempSubdirectory("metadata-").FullName;
    private readonly SqliteMetadataDatabase _database;

    public SqliteEngine() => _database = SqliteMetadataDatabase.Open(Options, NullLogger.Instance);

    public IMetadataDatabase Database => _database;

    internal SqliteMetadataDatabase Sqlite => _database;

    /// <summary>Closes the database; its files stay until the engine is disposed.</summary>
    internal void Close() => _database.Dispose();

    internal SqliteMetadataOptions Options => new() { File = Path.Combine(_folder, "metadata.db") };

    public void Dispose()
    {
        _database.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
