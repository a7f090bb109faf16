using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using FileStorage.Core.Chunks;
using FileStorage.Storage.Chunks.Marks;

namespace FileStorage.Storage.Chunks.Memory;

/// <summary>
/// A chunk store for tests and simulation: everything completes synchronously on the caller's thread, and the same calls give
/// the same locations. Nothing survives the process. Safe for several threads.
/// </summary>
public sealed class MemoryChunkStore(TimeProvider clock) : IChunkStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<ulong, Copy> _copies = [];
    private ulong _last;
    private long _storedBytes;

    public MemoryChunkStore()
        : this(TimeProvider.System)
    {
    }

    /// <summary>Bytes after which puts are refused, so that a test can fill the store.</summary>
    public long CapacityBytes { get; set; } = long.MaxValue;

    public IReadOnlyList<IStoreMark> Marks { get; } = [new MemoryStoreMark()];

    public ValueTask<ChunkLocation> PutAsync(ChunkId id, ReadOnlyMemory<byte> plain, CancellationToken cancellationToken)
    {
        ChunkLength.Check(plain.Length);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (_storedBytes + plain.Length > CapacityBytes)
            {
                throw new StorageFullException($"The store in memory holds at most {CapacityBytes} bytes.");
            }

            var location = new ChunkLocation(ChunkStoreKind.Memory, 0, (uint)plain.Length, 0, ++_last);
            _copies.Add(_last, new Copy(id, location, plain.ToArray(), clock.GetUtcNow()));
            _storedBytes += plain.Length;
            return ValueTask.FromResult(location);
        }
    }

    public ValueTask<int> ReadAsync(
        ChunkId id, ChunkLocation location, Memory<byte> destination, CancellationToken cancellationToken)
    {
        Check(location);
        cancellationToken.ThrowIfCancellationRequested();
        Copy? copy;
        lock (_lock)
        {
            copy = _copies.GetValueOrDefault(location.Position);
        }

        if (copy is null || copy.Location != location)
        {
            throw new DamagedChunkException(id, location, "nothing is stored there.");
        }

        if (copy.Id != id)
        {
            throw new DamagedChunkException(id, location, "another chunk is stored there.");
        }

        if (ChunkId.Of(copy.Plain) != id)
        {
            throw new DamagedChunkException(id, location, "its bytes have changed.");
        }

        if (destination.Length < copy.Plain.Length)
        {
            throw new ArgumentException($"The chunk has {copy.Plain.Length} bytes, the destination {destination.Length}.", nameof(destination));
        }

        copy.Plain.CopyTo(destination);
        return ValueTask.FromResult(copy.Plain.Length);
    }

    public ValueTask DeleteAsync(ChunkLocation location, CancellationToken cancellationToken)
    {
        Check(location);
        lock (_lock)
        {
            if (_copies.TryGetValue(location.Position, out var copy) && copy.Location == location)
            {
                _copies.Remove(location.Position);
                _storedBytes -= location.StoredBytes;
            }
        }

        return ValueTask.CompletedTask;
    }

#pragma warning disable CS1998 // An iterator over a snapshot has nothing to await, and must complete synchronously.
    public async IAsyncEnumerable<StoredChunk> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
#pragma warning restore CS1998
    {
        Copy[] copies;
        lock (_lock)
        {
            copies = [.. _copies.Values];
        }

        foreach (var copy in copies)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new StoredChunk { Location = copy.Location, Name = NameOf(copy.Id), StoredAt = copy.StoredAt };
        }
    }

    public bool Knows(ChunkLocation location) => location.Kind == ChunkStoreKind.Memory;

    public ChunkName NameOf(ChunkId id) => new(HMACSHA256.HashData("memory"u8, id.ToByteArray()));

    public ChunkStoreUsage GetUsage()
    {
        lock (_lock)
        {
            return new ChunkStoreUsage(_storedBytes, Math.Max(0, CapacityBytes - _storedBytes));
        }
    }

    /// <summary>Changes one bit of what is stored, as a failing disk would.</summary>
    public void Damage(ChunkLocation location, int bit)
    {
        lock (_lock)
        {
            _copies[location.Position].Plain[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    private static void Check(ChunkLocation location)
    {
        if (location.Kind != ChunkStoreKind.Memory)
        {
            throw new ArgumentException($"{location} does not belong to a store in memory.", nameof(location));
        }
    }

    private sealed record Copy(ChunkId Id, ChunkLocation Location, byte[] Plain, DateTimeOffset StoredAt);
}
