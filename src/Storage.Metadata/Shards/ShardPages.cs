using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Shards;

/// <summary>Pages over all databases, as if they were one.</summary>
internal static class ShardPages
{
    private const int LeastRows = 16;

    /// <summary>
    /// The first rows of all databases in the order of their keys. Each is asked for a part of the page, and again where more of its rows belong
    /// to it, so that little is read in vain. Fewer than <paramref name="limit"/> rows: there are no more.
    /// </summary>
    /// <param name="shards">The databases.</param>
    /// <param name="after">The key after which the page begins.</param>
    /// <param name="limit">Rows of the page.</param>
    /// <param name="read">Reads so many rows of one database after a key, in the order of the keys.</param>
    /// <param name="keyOf">The key of a row.</param>
    /// <param name="order">The order of the databases; null: that of .NET.</param>
    /// <param name="has">Whether a row belongs to the database that it was read from.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static ValueTask<List<T>> ReadAsync<T, TKey>(
        IMetadataShards shards,
        TKey after,
        int limit,
        Func<IMetadataDatabase, TKey, int, ValueTask<List<T>>> read,
        Func<T, TKey> keyOf,
        IComparer<TKey>? order,
        Func<MetadataShard, T, bool> has,
        CancellationToken cancellationToken) => shards.AskAllAsync(
            async all =>
            {
                if (all is [{ Owned: null } only])
                {
                    return await read(only.Database, after, limit);
                }

                var keys = order ?? Comparer<TKey>.Default;
                var rowsAtOnce = Math.Min(limit, Math.Max(LeastRows, (limit / all.Count) + (limit / 8)));
                var streams = all.Select(shard => new ShardStream<T, TKey>(
                    (from, count) => read(shard.Database, from, count), keyOf, row => has(shard, row), after, rowsAtOnce)).ToList();
                var page = new List<T>(limit);
                while (page.Count < limit)
                {
                    ShardStream<T, TKey>? first = null;
                    foreach (var stream in streams)
                    {
                        if (await stream.HasHeadAsync() && (first is null || keys.Compare(keyOf(stream.Head), keyOf(first.Head)) < 0))
                        {
                            first = stream;
                        }
                    }

                    if (first is null)
                    {
                        break;
                    }

                    page.Add(first.Take());
                }

                return page;
            },
            cancellationToken);

    /// <summary>
    /// The rows of one question, which every database answers by itself with at most <paramref name="limit"/> rows; the first of them by some
    /// order. For lists of what is due, which are short, or are asked for again until they are empty.
    /// </summary>
    public static ValueTask<List<T>> ReadFirstAsync<T, TOrder>(
        IMetadataShards shards,
        int limit,
        Func<IMetadataDatabase, ValueTask<List<T>>> read,
        Func<T, TOrder> orderOf,
        IComparer<TOrder>? order,
        Func<MetadataShard, T, bool> has,
        CancellationToken cancellationToken) => shards.AskAllAsync(
            async all =>
            {
                if (all is [{ Owned: null } only])
                {
                    return await read(only.Database);
                }

                var rows = new List<T>();
                foreach (var shard in all)
                {
                    rows.AddRange((await read(shard.Database)).Where(row => has(shard, row)));
                }

                return rows.OrderBy(orderOf, order).Take(limit).ToList();
            },
            cancellationToken);
}
