using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Shards;

namespace FileStorage.Storage.Metadata.Audit;

/// <summary>The audit in SQL.</summary>
internal sealed class SqlAuditStore(IMetadataShards shards) : IAuditStore
{
    // ?1 and ?2 are the ids between which rows are wanted, both exclusive, ?3 the kind or 0, ?4 the limit.
    private const string Range = "id > ?1 AND id < ?2 AND (?3 = 0 OR kind = ?3)";
    private const string Newest = "ORDER BY id DESC LIMIT ?4";
    private const string Oldest = "ORDER BY id LIMIT ?4";
    private const string All = $"SELECT {AuditSql.Columns} FROM audit WHERE {Range}";
    private const string OfItem = $"{All} AND item = ?5";
    private const string OfItemAndAccount = $"{OfItem} AND (actor = ?6 OR owner = ?6)";
    private const string OfActor = $"{All} AND actor = ?5";
    private const string OfOwner = $"{All} AND owner = ?5";

    private const string AllNewest = $"{All} {Newest}";
    private const string AllOldest = $"{All} {Oldest}";
    private const string ItemNewest = $"{OfItem} {Newest}";
    private const string ItemOldest = $"{OfItem} {Oldest}";
    private const string ItemAndAccountNewest = $"{OfItemAndAccount} {Newest}";
    private const string ItemAndAccountOldest = $"{OfItemAndAccount} {Oldest}";

    // Each half is read by its own index in order, and no row is in both: an owner is only named where another one acted.
    private const string AccountNewest =
        $"SELECT * FROM (SELECT * FROM ({OfActor} {Newest}) AS acted UNION ALL SELECT * FROM ({OfOwner} {Newest}) AS owned) AS found {Newest}";

    private const string AccountOldest =
        $"SELECT * FROM (SELECT * FROM ({OfActor} {Oldest}) AS acted UNION ALL SELECT * FROM ({OfOwner} {Oldest}) AS owned) AS found {Oldest}";

    private const string CountOldText = "SELECT count(*) FROM (SELECT id FROM audit WHERE id < ?1 LIMIT ?2) AS old";

    private const string ForgetText = "DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE id < ?1 ORDER BY id LIMIT ?2)";

    private static readonly Guid Last = Guid.AllBitsSet;

    public async ValueTask AppendAsync(IReadOnlyList<AuditRow> rows, CancellationToken cancellationToken)
    {
        var write = new MetadataWrite(rows.Count);
        foreach (var row in rows)
        {
            _ = write.Add(AuditSql.Insert(row));
        }

        _ = await shards.OfKey("audit", rows[0].Id.ToString("N")).WriteAsync(write, cancellationToken);
    }

    // A row stays in the database where its act was. One that was told twice, before and after its slot moved, is in two.
    public ValueTask<List<AuditRow>> ReadAsync(AuditFilter filter, CancellationToken cancellationToken) => shards.AskAllAsync(
        async all =>
        {
            var query = ToQuery(filter);
            var rows = new List<AuditRow>();
            foreach (var shard in all)
            {
                rows.AddRange(await shard.Database.QueryAsync(query, AuditSql.Read, cancellationToken));
            }

            if (all.Count == 1)
            {
                return rows;
            }

            var distinct = rows.DistinctBy(static row => row.Id);
            var ordered = filter.IsOldestFirst ? distinct.OrderBy(static row => row.Id) : distinct.OrderByDescending(static row => row.Id);
            return ordered.Take(filter.Limit).ToList();
        },
        cancellationToken);

    public ValueTask<int> ForgetAsync(long beforeUnixMilliseconds, int limit, CancellationToken cancellationToken)
    {
        var before = AuditRow.FirstIdAt(beforeUnixMilliseconds);
        _ = PageLimit.Check(limit);
        return shards.AskAllAsync(
            async all =>
            {
                var forgotten = 0;
                foreach (var shard in all)
                {
                    forgotten += forgotten < limit ? await ForgetAsync(shard.Database, before, limit - forgotten, cancellationToken) : 0;
                }

                return forgotten;
            },
            cancellationToken);
    }

    private static async ValueTask<int> ForgetAsync(
        IMetadataDatabase database, Guid before, int limit, CancellationToken cancellationToken)
    {
        var due = await database.QueryFirstAsync(
            new SqlStatement(CountOldText, before, limit), static row => row.GetInteger(0), cancellationToken);
        if (due > 0)
        {
            _ = await database.WriteAsync(new MetadataWrite(new SqlStatement(ForgetText, before, limit)), cancellationToken);
        }

        return (int)due;
    }

    private static SqlStatement ToQuery(AuditFilter filter)
    {
        var first = filter.FromUnixMilliseconds is { } from ? AuditRow.FirstIdAt(from) : Guid.Empty;
        var last = filter.ToUnixMilliseconds is { } to ? AuditRow.FirstIdAt(to) : Last;
        if (filter.AfterId is { } after)
        {
            // The stricter of the two bounds; Guids compare here as their bytes do in the database.
            (first, last) = filter.IsOldestFirst ? (Later(first, after), last) : (first, Earlier(last, after));
        }

        var kind = (long)(filter.Kind ?? 0);
        var limit = (long)PageLimit.Check(filter.Limit);
        return (filter.ItemId, filter.AccountId) switch
        {
            (null, null) => new(filter.IsOldestFirst ? AllOldest : AllNewest, first, last, kind, limit),
            ({ } item, null) => new(filter.IsOldestFirst ? ItemOldest : ItemNewest, first, last, kind, limit, item),
            (null, { } account) => new(filter.IsOldestFirst ? AccountOldest : AccountNewest, first, last, kind, limit, account),
            ({ } item, { } account) => new(
                filter.IsOldestFirst ? ItemAndAccountOldest : ItemAndAccountNewest, first, last, kind, limit, item, account),
        };
    }

    private static Guid Later(Guid one, Guid other) => one.CompareTo(other) > 0 ? one : other;

    private static Guid Earlier(Guid one, Guid other) => one.CompareTo(other) < 0 ? one : other;
}
