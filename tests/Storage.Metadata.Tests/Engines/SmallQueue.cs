using FileStorage.Storage.Metadata.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace FileStorage.Tests.Storage.Metadata.Tests.Engines;

/// <summary>A SQLite database whose limits are reached at once.</summary>
internal sealed class SmallQueue : IDisposable
{
    public const int WritesPerCommit = 10;

    private readonly string _folder = Directory.CreateTempSubdirectory("metadata-").FullName;

    public SmallQueue(int checkpointPages = 8192)
    {
        var options = new SqliteMetadataOptions
        {
            File = File,
            MaxQueuedWrites = 20,
            MaxWritesPerCommit = WritesPerCommit,
            CheckpointPages = checkpointPages,
        };
        Database = SqliteMetadataDatabase.Open(options, NullLogger.Instance);
    }

    public SqliteMetadataDatabase Database { get; }

    public string File => Path.Combine(_folder, "metadata.db");

    public void Dispose()
    {
        Database.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
