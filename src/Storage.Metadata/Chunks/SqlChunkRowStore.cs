using FileStorage.Core.Chunks;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Shards;

namespace FileStorage.Storage.Metadata.Chunks;

/// <summary>The rows of chunks in SQL.</summary>
internal sealed class SqlChunkRowStore(IMetadataShards shards) : IChunkRowStore
{
    private const string HasReferences =
        "CASE WHEN EXISTS (SELECT 1 FROM chunks r WHERE r.id = c.id AND r.owner > ?2) THEN 1 ELSE 0 END";

    private const string ReadText =
        $"SELECT {ChunkSql.RowColumns}, {HasReferences} FROM chunks c WHERE id = ?1 AND owner = ?2 AND version = ?2";

    private const string OwnerHasText = "SELECT 1 FROM chunks WHERE id = ?1 AND owner = ?2 LIMIT 1";

    private const string FindReferenceText =
        $"SELECT {ChunkSql.ReferenceColumns} FROM chunks WHERE id = ?1 AND owner = ?2 AND version = ?3";

    private const string ListReferencesText =
        $"SELECT {ChunkSql.ReferenceColumns} FROM chunks WHERE id = ?1 AND (owner, version) > (?2, ?3) "
        + "ORDER BY owner, version LIMIT ?4";

    private const string ListText =
        $"SELECT {ChunkSql.RowColumns}, {HasReferences} FROM chunks c WHERE id > ?1 AND owner = ?2 AND version = ?2 "
        + "ORDER BY id LIMIT ?3";

    private const string ListLapsedText =
        $"SELECT {ChunkSql.ReferenceColumns} FROM chunks WHERE leased_until < ?1 ORDER BY leased_until LIMIT ?2";

    private const string ListCondemnedText =
        $"SELECT {ChunkSql.RowColumns} FROM chunks WHERE condemned < ?1 ORDER BY condemned LIMIT ?2";

    private const string ListGarbageText = "SELECT location, at FROM garbage WHERE at < ?1 ORDER BY location LIMIT ?2";

    private const string SumRowsText =
        "SELECT count(*), count(condemned), coalesce(sum(plain_bytes), 0), coalesce(sum(stored_bytes), 0), "
        + "(SELECT count(*) FROM garbage) FROM chunks WHERE owner = ?1";

    private const string SumReferencesText =
        "SELECT count(*), coalesce(sum(c.plain_bytes), 0) FROM chunks r "
        + "JOIN chunks c ON c.id = r.id AND c.owner = ?1 AND c.version = ?1 WHERE r.owner > ?1";

    public async ValueTask<ChunkSnapshot?> ReadAsync(ChunkId id, CancellationToken cancellationToken) =>
        await shards.OfChunk(id).QueryFirstAsync(
            new SqlStatement(ReadText, id, ChunkSql.Own).AsLookup(), static row => (ChunkSnapshot?)ReadSnapshot(row), cancellationToken);

    public ValueTask<bool> OwnerHasAsync(ChunkId id, Guid ownerId, CancellationToken cancellationToken) =>
        shards.OfChunk(id).QueryFirstAsync(new SqlStatement(OwnerHasText, id, ownerId).AsLookup(), static _ => true, cancellationToken);

    public async ValueTask<List<ChunkId>> FindMissingForOwnerAsync(
        IReadOnlyList<ChunkId> ids, Guid ownerId, CancellationToken cancellationToken)
    {
        var missing = new List<ChunkId>();
        foreach (var id in ids)
        {
            if (!await OwnerHasAsync(id, ownerId, cancellationToken))
            {
                missing.Add(id);
            }
        }

        return missing;
    }

    public ValueTask<ChunkReferenceRow?> FindReferenceAsync(
        ChunkId id, Guid ownerId, Guid versionId, CancellationToken cancellationToken) =>
        shards.OfChunk(id).QueryFirstAsync<ChunkReferenceRow?>(
            new SqlStatement(FindReferenceText, id, ownerId, versionId).AsLookup(), static row => ChunkSql.ReadReference(row), cancellationToken);

    public ValueTask<List<ChunkReferenceRow>> ListReferencesAsync(
        ChunkId id, ChunkReferenceKey? after, int limit, CancellationToken cancellationToken)
    {
        var owner = after is { } known ? known.OwnerId : ChunkSql.Own;
        var version = after is { } last ? last.VersionId : ChunkSql.Own;
        return shards.OfChunk(id).QueryAsync(
            new SqlStatement(ListReferencesText, id, owner, version, PageLimit.Check(limit)),
            ChunkSql.ReadReference,
            cancellationToken);
    }

    public ValueTask<WriteOutcome> CommitAsync(ChunkCommit commit, CancellationToken cancellationToken) =>
        shards.OfChunk(commit.Id).WriteAsync(ChunkWrite.Of(commit), cancellationToken);

    public async ValueTask<WriteOutcome[]> CommitAllAsync(
        IReadOnlyList<ChunkCommit> commits, CancellationToken cancellationToken)
    {
        var writes = commits.Select(ChunkWrite.Of).ToList();
        var answers = new Task<WriteOutcome>[writes.Count];
        for (var index = 0; index < answers.Length; index++)
        {
            answers[index] = shards.OfChunk(commits[index].Id).WriteAsync(writes[index], cancellationToken).AsTask();
        }

        return await Task.WhenAll(answers);
    }

    public ValueTask<List<ChunkSnapshot>> ListAsync(ChunkId? after, int limit, CancellationToken cancellationToken) =>
        ShardPages.ReadAsync(
            shards,
            after,
            PageLimit.Check(limit),
            (database, from, count) => database.QueryAsync(
                new SqlStatement(ListText, from ?? ChunkSql.Own, ChunkSql.Own, count), ReadSnapshot, cancellationToken),
            static chunk => chunk.Row.Id,
            order: null,
            static (shard, chunk) => shard.HasChunk(chunk.Row.Id),
            cancellationToken);

    public ValueTask<List<ChunkReferenceRow>> ListLapsedLeasesAsync(
        long beforeUnixMilliseconds, int limit, CancellationToken cancellationToken) =>
        ShardPages.ReadFirstAsync(
            shards,
            PageLimit.Check(limit),
            database => database.QueryAsync(
                new SqlStatement(ListLapsedText, beforeUnixMilliseconds, limit), ChunkSql.ReadReference, cancellationToken),
            static row => row.LeasedUntilUnixMilliseconds,
            order: null,
            static (shard, row) => shard.HasChunk(row.ChunkId),
            cancellationToken);

    public ValueTask<List<ChunkRow>> ListCondemnedAsync(
        long beforeUnixMilliseconds, int limit, CancellationToken cancellationToken) =>
        ShardPages.ReadFirstAsync(
            shards,
            PageLimit.Check(limit),
            database => database.QueryAsync(
                new SqlStatement(ListCondemnedText, beforeUnixMilliseconds, limit), ChunkSql.ReadRow, cancellationToken),
            static row => row.CondemnedUnixMilliseconds,
            order: null,
            static (shard, row) => shard.HasChunk(row.Id),
            cancellationToken);

    // Garbage belongs to nobody: it stays in the database where it was written.
    public ValueTask<List<GarbageRow>> ListGarbageAsync(
        long beforeUnixMilliseconds, int limit, CancellationToken cancellationToken) =>
        ShardPages.ReadFirstAsync(
            shards,
            PageLimit.Check(limit),
            database => database.QueryAsync(
                new SqlStatement(ListGarbageText, beforeUnixMilliseconds, limit),
                static row => new GarbageRow { Location = row.GetBlob(0), AtUnixMilliseconds = row.GetInteger(1) },
                cancellationToken),
            static row => row.Location,
            DatabaseOrder.OfBytes,
            static (_, _) => true,
            cancellationToken);

    public ValueTask<WriteOutcome> AddGarbageAsync(IReadOnlyList<GarbageRow> rows, CancellationToken cancellationToken)
    {
        var write = new MetadataWrite(rows.Count);
        foreach (var row in rows)
        {
            _ = write.Add(ChunkSql.AddGarbage(row.Location, row.AtUnixMilliseconds));
        }

        return shards.OfKey("garbage", Convert.ToHexString(rows[0].Location.Span)).WriteAsync(write, cancellationToken);
    }

    public ValueTask<WriteOutcome> RemoveGarbageAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> locations, CancellationToken cancellationToken) =>
        shards.AskAllAsync(
            async all =>
            {
                foreach (var shard in all)
                {
                    var write = new MetadataWrite(locations.Count);
                    foreach (var location in locations)
                    {
                        _ = write.Add(ChunkSql.RemoveGarbage(location));
                    }

                    _ = await shard.Database.WriteAsync(write, cancellationToken);
                }

                return WriteOutcome.Committed;
            },
            cancellationToken);

    public ValueTask<ChunkTotals> SumAsync(CancellationToken cancellationToken) => shards.AskAllAsync(
        async all =>
        {
            ChunkTotals? sum = null;
            foreach (var shard in all)
            {
                var totals = await SumAsync(shard.Database, cancellationToken);
                sum = sum is null ? totals : sum.Plus(totals);
            }

            return sum!;
        },
        cancellationToken);

    private static async ValueTask<ChunkTotals> SumAsync(IMetadataDatabase database, CancellationToken cancellationToken)
    {
        var (references, referencedBytes) = await database.QueryFirstAsync(
            new SqlStatement(SumReferencesText, ChunkSql.Own),
            static row => (row.GetInteger(0), row.GetInteger(1)),
            cancellationToken);
        var totals = await database.QueryFirstAsync(
            new SqlStatement(SumRowsText, ChunkSql.Own),
            static row => new ChunkTotals
            {
                Chunks = row.GetInteger(0),
                CondemnedChunks = row.GetInteger(1),
                PlainBytes = row.GetInteger(2),
                StoredBytes = row.GetInteger(3),
                GarbageLocations = row.GetInteger(4),
                References = 0,
                ReferencedBytes = 0,
            },
            cancellationToken);
        return totals! with { References = references, ReferencedBytes = referencedBytes };
    }

    private static ChunkSnapshot ReadSnapshot(SqlRow row) => new(ChunkSql.ReadRow(row), row.GetFlag(7));
}
