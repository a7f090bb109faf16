using System.Collections.Concurrent;

namespace FileStorage.Storage.Chunks.Disk;

/// <summary>Keeps a bounded number of packs open for reading.</summary>
internal sealed class PackReaders(IPackFolder folder, int capacity) : IDisposable
{
    private readonly ConcurrentDictionary<ulong, Reader> _open = new();
    private readonly Lock _evicting = new();
    private long _uses;

    /// <summary>
    /// Reads as <see cref="IPackFile.Read"/> does; -1 where there is no such pack.
    /// </summary>
    public int Read(ulong number, Span<byte> destination, long offset)
    {
        while (true)
        {
            if (Find(number) is not { } reader)
            {
                return -1;
            }

            try
            {
                return reader.File.Read(destination, offset);
            }
            catch (ObjectDisposedException)
            {
                // Closed between finding and reading, to make room for another pack; opened again by the next round.
                _open.TryRemove(KeyValuePair.Create(number, reader));
            }
        }
    }

    /// <summary>Closes the pack; whoever is reading from it finishes.</summary>
    public void Forget(ulong number)
    {
        if (_open.TryRemove(number, out var reader))
        {
            reader.File.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (var number in _open.Keys)
        {
            Forget(number);
        }
    }

    private Reader? Find(ulong number)
    {
        if (!_open.TryGetValue(number, out var reader))
        {
            if (folder.OpenForReading(number) is not { } file)
            {
                return null;
            }

            var added = new Reader(file);
            reader = _open.GetOrAdd(number, added);
            if (!ReferenceEquals(reader, added))
            {
                file.Dispose();
            }

            Evict(number);
        }

        reader.LastUse = Interlocked.Increment(ref _uses);
        return reader;
    }

    private void Evict(ulong newest)
    {
        lock (_evicting)
        {
            while (_open.Count > capacity)
            {
                Forget(_open.Where(entry => entry.Key != newest).MinBy(entry => entry.Value.LastUse).Key);
            }
        }
    }

    private sealed class Reader(IPackFile file)
    {
        private long _lastUse;

        public IPackFile File { get; } = file;

        public long LastUse
        {
            get => Volatile.Read(ref _lastUse);
            set => Volatile.Write(ref _lastUse, value);
        }
    }
}
