using FileStorage.Core.Chunks;

namespace FileStorage.Storage.Chunks.Disk;

/// <summary>Deletions that wait until nobody copies the store any more.</summary>
internal sealed class HeldDeletions
{
    private readonly Lock _lock = new();
    private List<ChunkLocation> _waiting = [];
    private int _holders;

    /// <summary>Whether the deletion waits; if not, it is to be done now.</summary>
    public bool TryKeep(ChunkLocation location)
    {
        lock (_lock)
        {
            if (_holders == 0)
            {
                return false;
            }

            _waiting.Add(location);
            return true;
        }
    }

    /// <summary>Deletions wait until the result is disposed; then those that waited are handed to <paramref name="delete"/>.</summary>
    public IDisposable Hold(Action<ChunkLocation> delete)
    {
        lock (_lock)
        {
            _holders++;
        }

        return new Holder(this, delete);
    }

    private void Release(Action<ChunkLocation> delete)
    {
        List<ChunkLocation> due = [];
        lock (_lock)
        {
            if (--_holders == 0)
            {
                (due, _waiting) = (_waiting, due);
            }
        }

        due.ForEach(delete);
    }

    private sealed class Holder(HeldDeletions held, Action<ChunkLocation> delete) : IDisposable
    {
        private int _isReleased;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isReleased, 1) == 0)
            {
                held.Release(delete);
            }
        }
    }
}
