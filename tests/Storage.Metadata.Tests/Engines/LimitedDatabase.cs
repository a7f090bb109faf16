using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace FileStorage.Tests.Storage.Metadata.Tests.Engines;

/// <summary>A SQLite file that may not grow beyond a few pages, as on a full disk.</summary>
internal sealed class LimitedDatabase : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("metadata-").FullName;
    private readonly SqliteMetadataDatabase _database;

    public LimitedDatabase()
    {
        _database = SqliteMetadataDatabase.Open(
            new SqliteMetadataOptions { File = Path.Combine(_folder, "metadata.db") }, NullLogger.Instance);
        Limit(pages: 300);
    }

    public void GiveRoom() => Limit(pages: 1_000_000);

    public async Task StoreAsync(int key, byte[] body, CancellationToken cancellationToken)
    {
        var statement = new SqlStatement("INSERT INTO documents(kind, key, etag, body) VALUES ('t', ?1, 1, ?2)", $"{key}", body);
        var second = new SqlStatement("INSERT INTO documents(kind, key, etag, body) VALUES ('u', ?1, 1, ?2)", $"{key}", body);
        var outcome = await _database.WriteAsync(new MetadataWrite().Add(statement).Add(second), cancellationToken);
        Assert.Equal(WriteOutcome.Committed, outcome);
    }

    public async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        var counts = await _database.QueryAsync(
            new SqlStatement("SELECT count(*) FROM documents GROUP BY kind"), static row => row.GetInteger(0), cancellationToken);
        return counts.Count == 0 ? 0 : Assert.Single(counts.Distinct());
    }

    public void Dispose()
    {
        _database.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // The limit belongs to the writing connection; a pragma travels to it as a write.
    private void Limit(int pages) =>
        _database.WriteAsync(new MetadataWrite(new SqlStatement($"PRAGMA max_page_count = {pages}")), CancellationToken.None)
            .AsTask().GetAwaiter().GetResult();
}
