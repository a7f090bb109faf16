using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Drives;

namespace FileStorage.Storage.Metadata.Files;

/// <summary>The versions of files in SQL.</summary>
internal sealed class SqlFileStore(IMetadataDatabase database) : IFileStore
{
    private const string ReadText =
        $"SELECT {VersionSql.Columns} FROM versions WHERE file = ?1 AND number < ?2 ORDER BY number DESC LIMIT ?3";

    private const string FindByNumberText = $"SELECT {VersionSql.Columns} FROM versions WHERE file = ?1 AND number = ?2";

    private const string FindByIdText = $"SELECT {VersionSql.Columns} FROM versions WHERE file = ?1 AND id = ?2";

    private const string MarkText = "UPDATE versions SET state = ?3 WHERE file = ?1 AND number = ?2";

    private const string DeleteText = "DELETE FROM versions WHERE file = ?1 AND number = ?2";

    public ValueTask<List<VersionRow>> ReadVersionsAsync(
        Guid fileId, long? beforeNumber, int limit, CancellationToken cancellationToken) =>
        database.QueryAsync(
            new SqlStatement(ReadText, fileId, beforeNumber ?? long.MaxValue, PageLimit.Check(limit)),
            VersionSql.Read,
            cancellationToken);

    public ValueTask<VersionRow?> FindVersionAsync(Guid fileId, long number, CancellationToken cancellationToken) =>
        database.QueryFirstAsync(new SqlStatement(FindByNumberText, fileId, number), VersionSql.Read, cancellationToken);

    public ValueTask<VersionRow?> FindVersionAsync(Guid fileId, Guid versionId, CancellationToken cancellationToken) =>
        database.QueryFirstAsync(new SqlStatement(FindByIdText, fileId, versionId), VersionSql.Read, cancellationToken);

    public ValueTask<WriteOutcome> AppendAsync(VersionRow version, InboxRow? inbox, CancellationToken cancellationToken)
    {
        var write = new MetadataWrite().Add(VersionSql.Insert(version));
        if (inbox is not null)
        {
            _ = write.Add(InboxSql.Insert(inbox));
        }

        return database.WriteAsync(write, cancellationToken);
    }

    public ValueTask<WriteOutcome> MarkPurgingAsync(
        Guid fileId, IReadOnlyList<long> numbers, CancellationToken cancellationToken)
    {
        var write = new MetadataWrite(numbers.Count);
        foreach (var number in numbers)
        {
            _ = write.Add(new SqlStatement(MarkText, fileId, number, (long)VersionState.Purging));
        }

        return database.WriteAsync(write, cancellationToken);
    }

    public ValueTask<WriteOutcome> DeleteVersionsAsync(
        Guid fileId, IReadOnlyList<long> numbers, CancellationToken cancellationToken)
    {
        var write = new MetadataWrite(numbers.Count);
        foreach (var number in numbers)
        {
            _ = write.Add(new SqlStatement(DeleteText, fileId, number));
        }

        return database.WriteAsync(write, cancellationToken);
    }
}
