using FileStorage.Core.Chunks;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Drives;
using FileStorage.Storage.Metadata.Shards;

namespace FileStorage.Storage.Metadata.Files;

/// <summary>The versions of files in SQL.</summary>
internal sealed class SqlFileStore(IMetadataShards shards) : IFileStore
{
    private const string ReadText =
        $"SELECT {VersionSql.Columns} FROM versions WHERE file = ?1 AND number < ?2 ORDER BY number DESC LIMIT ?3";

    private const string FindByNumberText = $"SELECT {VersionSql.Columns} FROM versions WHERE file = ?1 AND number = ?2";

    private const string FindByIdText = $"SELECT {VersionSql.Columns} FROM versions WHERE file = ?1 AND id = ?2";

    private const string FindDriveText = "SELECT drive FROM versions WHERE file = ?1 ORDER BY number LIMIT 1";

    private const string MarkText = "UPDATE versions SET state = ?4 WHERE file = ?1 AND number = ?2 AND id = ?3";

    private const string MarkRefusedText =
        MarkText + " AND EXISTS (SELECT 1 FROM inbox WHERE drive = ?5 AND version = ?3 AND refused = 1)";

    private const string ThinText = MarkText + " AND state = ?5";

    private const string DeleteText = "DELETE FROM versions WHERE file = ?1 AND number = ?2 AND id = ?3 AND state = ?4";

    public ValueTask<List<VersionRow>> ReadVersionsAsync(
        Guid driveId, Guid fileId, long? beforeNumber, int limit, CancellationToken cancellationToken) =>
        shards.OfDrive(driveId).QueryAsync(
            new SqlStatement(ReadText, fileId, beforeNumber ?? long.MaxValue, PageLimit.Check(limit)),
            VersionSql.Read,
            cancellationToken);

    public ValueTask<VersionRow?> FindVersionAsync(Guid driveId, Guid fileId, long number, CancellationToken cancellationToken) =>
        shards.OfDrive(driveId).QueryFirstAsync(new SqlStatement(FindByNumberText, fileId, number).AsLookup(), VersionSql.Read, cancellationToken);

    public ValueTask<VersionRow?> FindVersionAsync(Guid driveId, Guid fileId, Guid versionId, CancellationToken cancellationToken) =>
        shards.OfDrive(driveId).QueryFirstAsync(new SqlStatement(FindByIdText, fileId, versionId), VersionSql.Read, cancellationToken);

    public ValueTask<Guid?> FindDriveAsync(Guid fileId, CancellationToken cancellationToken) => shards.AskAllAsync(
        async all =>
        {
            foreach (var shard in all)
            {
                var found = await shard.Database.QueryFirstAsync(
                    new SqlStatement(FindDriveText, fileId).AsLookup(), static row => (Guid?)row.GetGuid(0), cancellationToken);
                if (found is { } driveId && shard.HasDrive(driveId))
                {
                    return found;
                }
            }

            return null;
        },
        cancellationToken);

    public ValueTask<WriteOutcome> AppendAsync(VersionRow version, InboxRow? inbox, CancellationToken cancellationToken)
    {
        var write = new MetadataWrite().In(version.DriveId, WriteStage.Versions).Add(VersionSql.Insert(version));
        if (inbox is not null)
        {
            _ = write.Add(InboxSql.Insert(inbox));
        }

        return shards.OfDrive(version.DriveId).WriteAsync(write, cancellationToken);
    }

    public ValueTask<StartedWrite> StartAppendAsync(
        VersionRow version, InboxRow inbox, ChunkId? held, CancellationToken cancellationToken)
    {
        var database = shards.OfDrive(version.DriveId);
        var insert = held is { } chunk ? VersionSql.InsertHeld(version, chunk, database.Dialect) : VersionSql.Insert(version);
        return database.StartAsync(
            new MetadataWrite().In(version.DriveId, WriteStage.Versions).Add(insert).Add(InboxSql.Insert(inbox)), cancellationToken);
    }

    public bool AreTogether(Guid driveId, ChunkId chunkId) => shards.AreTogether(driveId, chunkId);

    public async ValueTask<bool> MarkPurgingAsync(VersionRow version, bool onlyIfRefused, CancellationToken cancellationToken)
    {
        const long purging = (long)VersionState.Purging;
        var statement = onlyIfRefused
            ? new SqlStatement(MarkRefusedText, version.FileId, version.Number, version.Id, purging, version.DriveId)
            : new SqlStatement(MarkText, version.FileId, version.Number, version.Id, purging);
        await shards.OfDrive(version.DriveId).WriteAsync(new MetadataWrite().Add(statement), cancellationToken);
        var now = await FindVersionAsync(version.DriveId, version.FileId, version.Number, cancellationToken);
        return now?.Id == version.Id && now.State is VersionState.Purging;
    }

    public ValueTask<WriteOutcome> BeginThinningAsync(VersionRow version, InboxRow inbox, CancellationToken cancellationToken)
    {
        var mark = new SqlStatement(
            ThinText, version.FileId, version.Number, version.Id, (long)VersionState.Purging, (long)VersionState.Kept);
        return shards.OfDrive(version.DriveId).WriteAsync(new MetadataWrite().In(version.DriveId).Add(mark.ExpectingOneRow()).Add(InboxSql.Insert(inbox)), cancellationToken);
    }

    public ValueTask<WriteOutcome> DeletePurgingAsync(VersionRow version, CancellationToken cancellationToken) => shards.OfDrive(version.DriveId).WriteAsync(
        new MetadataWrite().Add(
            new SqlStatement(DeleteText, version.FileId, version.Number, version.Id, (long)VersionState.Purging)),
        cancellationToken);
}
