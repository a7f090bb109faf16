namespace FileStorage.Storage.Metadata.Shards;

/// <summary>The rows of one database after a key, in order, read a few at a time.</summary>
internal sealed class ShardStream<T, TKey>(
    Func<TKey, int, ValueTask<List<T>>> read, Func<T, TKey> keyOf, Func<T, bool> isWanted, TKey after, int rowsAtOnce)
{
    private readonly Queue<T> _rows = [];
    private TKey _after = after;
    private bool _isAtEnd;

    /// <summary>The next row; only where there is one.</summary>
    public T Head => _rows.Peek();

    public async ValueTask<bool> HasHeadAsync()
    {
        while (_rows.Count == 0 && !_isAtEnd)
        {
            var page = await read(_after, rowsAtOnce);
            _isAtEnd = page.Count < rowsAtOnce;
            if (page.Count > 0)
            {
                _after = keyOf(page[^1]);
            }

            foreach (var row in page.Where(isWanted))
            {
                _rows.Enqueue(row);
            }
        }

        return _rows.Count > 0;
    }

    public T Take() => _rows.Dequeue();
}
