using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Shards;

namespace FileStorage.Storage.Metadata.Claims;

/// <summary>Claims in SQL.</summary>
internal sealed class SqlClaimStore(IMetadataShards shards) : IClaimStore
{
    private const string ClaimText = "INSERT INTO claims(kind, key, owner) VALUES (?1, ?2, ?3)";

    private const string FindText = "SELECT owner FROM claims WHERE kind = ?1 AND key = ?2";

    private const string ReleaseText = "DELETE FROM claims WHERE kind = ?1 AND key = ?2 AND owner = ?3";

    private const string ListText = "SELECT kind, key, owner FROM claims WHERE kind = ?1 AND key > ?2 ORDER BY key LIMIT ?3";

    private const string CountText = "SELECT count(*) FROM claims WHERE kind = ?1";

    public async ValueTask<bool> TryClaimAsync(string kind, string key, Guid ownerId, CancellationToken cancellationToken)
    {
        var outcome = await shards.OfKey(kind, key).WriteAsync(
            new MetadataWrite(new SqlStatement(ClaimText, kind, key, ownerId)), cancellationToken);
        return outcome == WriteOutcome.Committed || await FindOwnerAsync(kind, key, cancellationToken) == ownerId;
    }

    public ValueTask<Guid?> FindOwnerAsync(string kind, string key, CancellationToken cancellationToken) =>
        shards.OfKey(kind, key).QueryFirstAsync(new SqlStatement(FindText, kind, key), static row => (Guid?)row.GetGuid(0), cancellationToken);

    public async ValueTask ReleaseAsync(string kind, string key, Guid ownerId, CancellationToken cancellationToken) =>
        _ = await shards.OfKey(kind, key).WriteAsync(
            new MetadataWrite(new SqlStatement(ReleaseText, kind, key, ownerId)), cancellationToken);

    public ValueTask<List<Claim>> ListAsync(string kind, string? afterKey, int limit, CancellationToken cancellationToken) =>
        ShardPages.ReadAsync(
            shards,
            afterKey ?? string.Empty,
            PageLimit.Check(limit),
            (database, after, count) => database.QueryAsync(
                new SqlStatement(ListText, kind, after, count),
                static row => new Claim(row.GetText(0), row.GetText(1), row.GetGuid(2)),
                cancellationToken),
            static claim => claim.Key,
            DatabaseOrder.OfTexts,
            static (shard, claim) => shard.HasKey(claim.Kind, claim.Key),
            cancellationToken);

    public ValueTask<long> CountAsync(string kind, CancellationToken cancellationToken) =>
        shards.AskAllAsync(
            async all =>
            {
                var count = 0L;
                foreach (var shard in all)
                {
                    count += await shard.Database.QueryFirstAsync(
                        new SqlStatement(CountText, kind), static row => row.GetInteger(0), cancellationToken);
                }

                return count;
            },
            cancellationToken);
}
