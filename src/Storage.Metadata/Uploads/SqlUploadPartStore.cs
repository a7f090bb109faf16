using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Shards;

namespace FileStorage.Storage.Metadata.Uploads;

/// <summary>The parts of uploads in SQL.</summary>
internal sealed class SqlUploadPartStore(IMetadataShards shards) : IUploadPartStore
{
    private const string Columns = "upload, ordinal, name, part, offset_bytes, size_bytes, manifest, indirect, at";

    private const string ListText =
        $"SELECT {Columns} FROM upload_parts WHERE upload = ?1 AND (ordinal, name) > (?2, ?3) ORDER BY ordinal, name LIMIT ?4";

    private const string FindText = $"SELECT {Columns} FROM upload_parts WHERE upload = ?1 AND ordinal = ?2 AND name = ?3";

    private const string FindLastText =
        $"SELECT {Columns} FROM upload_parts WHERE upload = ?1 ORDER BY ordinal DESC, name DESC LIMIT 1";

    private const string SumText = "SELECT count(*), coalesce(sum(size_bytes), 0), coalesce(max(at), 0) FROM upload_parts WHERE upload = ?1";

    private const string InsertText = $"INSERT INTO upload_parts({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

    private const string PutText =
        InsertText + " ON CONFLICT (upload, ordinal, name) DO UPDATE SET part = excluded.part, offset_bytes = excluded.offset_bytes, "
        + "size_bytes = excluded.size_bytes, manifest = excluded.manifest, indirect = excluded.indirect, at = excluded.at";

    private const string GrowText =
        "UPDATE upload_parts SET size_bytes = ?5, manifest = ?6, at = ?7 WHERE upload = ?1 AND ordinal = ?2 AND name = ?3 AND size_bytes = ?4";

    private const string RemoveText = "DELETE FROM upload_parts WHERE upload = ?1 AND ordinal = ?2 AND name = ?3";

    private const string RemoveAllText = "DELETE FROM upload_parts WHERE upload = ?1";

    public ValueTask<List<UploadPartRow>> ListAsync(
        Guid uploadId, (long Ordinal, string Name)? after, int limit, CancellationToken cancellationToken) => OfUpload(uploadId).QueryAsync(
        new SqlStatement(ListText, uploadId, after?.Ordinal ?? -1, after?.Name ?? "", PageLimit.Check(limit)), Read, cancellationToken);

    public ValueTask<UploadPartRow?> FindAsync(Guid uploadId, long ordinal, string name, CancellationToken cancellationToken) =>
        OfUpload(uploadId).QueryFirstAsync<UploadPartRow?>(new SqlStatement(FindText, uploadId, ordinal, name).AsLookup(), Read, cancellationToken);

    public ValueTask<UploadPartRow?> FindLastAsync(Guid uploadId, CancellationToken cancellationToken) =>
        OfUpload(uploadId).QueryFirstAsync<UploadPartRow?>(new SqlStatement(FindLastText, uploadId), Read, cancellationToken);

    public async ValueTask<UploadTotals> SumAsync(Guid uploadId, CancellationToken cancellationToken) =>
        await OfUpload(uploadId).QueryFirstAsync(
            new SqlStatement(SumText, uploadId),
            static row => new UploadTotals(row.GetInteger(0), row.GetInteger(1), row.GetInteger(2)),
            cancellationToken) ?? new UploadTotals(0, 0, 0);

    public ValueTask<WriteOutcome> PutAsync(UploadPartRow part, CancellationToken cancellationToken) =>
        OfUpload(part.UploadId).WriteAsync(new MetadataWrite(new SqlStatement(PutText, Values(part))), cancellationToken);

    public ValueTask<WriteOutcome> AppendAsync(
        UploadPartRow? grown, long grownFromBytes, IReadOnlyList<UploadPartRow> added, CancellationToken cancellationToken)
    {
        var write = new MetadataWrite(added.Count + 1);
        if (grown is not null)
        {
            write.Add(new SqlStatement(
                GrowText, grown.UploadId, grown.Ordinal, grown.Name, grownFromBytes, grown.SizeBytes, grown.Manifest, grown.AtUnixMilliseconds)
                .ExpectingOneRow());
        }

        foreach (var part in added)
        {
            write.Add(new SqlStatement(InsertText, Values(part)).ExpectingOneRow());
        }

        return grown is null && added.Count == 0
            ? ValueTask.FromResult(WriteOutcome.Committed)
            : OfUpload((grown ?? added[0]).UploadId).WriteAsync(write, cancellationToken);
    }

    public ValueTask<WriteOutcome> RemoveAsync(Guid uploadId, long ordinal, string name, CancellationToken cancellationToken) =>
        OfUpload(uploadId).WriteAsync(new MetadataWrite(new SqlStatement(RemoveText, uploadId, ordinal, name)), cancellationToken);

    public ValueTask<WriteOutcome> RemoveAllAsync(Guid uploadId, CancellationToken cancellationToken) =>
        OfUpload(uploadId).WriteAsync(new MetadataWrite(new SqlStatement(RemoveAllText, uploadId)), cancellationToken);

    // Its id is cut as a drive's is, and has nothing else to do with one.
    private IMetadataDatabase OfUpload(Guid uploadId) => shards.OfDrive(uploadId);

    private static SqlValue[] Values(UploadPartRow part) =>
    [
        part.UploadId,
        part.Ordinal,
        part.Name,
        part.PartId,
        part.OffsetBytes,
        part.SizeBytes,
        part.Manifest,
        part.IsIndirect,
        part.AtUnixMilliseconds,
    ];

    private static UploadPartRow Read(SqlRow row) => new()
    {
        UploadId = row.GetGuid(0),
        Ordinal = row.GetInteger(1),
        Name = row.GetText(2),
        PartId = row.GetGuid(3),
        OffsetBytes = row.GetIntegerOrNull(4),
        SizeBytes = row.GetInteger(5),
        Manifest = row.GetBlob(6),
        IsIndirect = row.GetFlag(7),
        AtUnixMilliseconds = row.GetInteger(8),
    };
}
