using FileStorage.Storage.Chunks;
using FileStorage.Storage.Chunks.Disk;
using FileStorage.Storage.Chunks.Marks;

namespace FileStorage.Tests.Storage.Chunks.Tests.Disk;

/// <summary>
/// A disk in memory that can fail as disks do: writes that stop half way, flushes that fail, no room, flipped bits, and a loss
/// of power after which of everything not flushed any sector may or may not be there.
/// </summary>
internal sealed class SimulatedPackFolder : IPackFolder
{
    private readonly Dictionary<ulong, SimulatedPack> _packs = [];
    private readonly Lock _lock = new();

    public long CapacityBytes { get; set; } = 1L << 40;

    /// <summary>Bytes that the next write still takes before it fails; null: it does not fail.</summary>
    public int? NextWriteFailsAfter { get; set; }

    public bool NextSyncFails { get; set; }

    /// <summary>What every flush waits for before it begins, if anything.</summary>
    public ManualResetEventSlim? SyncsWaitFor { get; set; }

    public bool NextCreateFails { get; set; }

    public long FreeBytes
    {
        get
        {
            lock (_lock)
            {
                return Math.Max(0, CapacityBytes - _packs.Values.Sum(pack => pack.Content.Count));
            }
        }
    }

    public long TotalBytes => CapacityBytes;

    public IStoreMark Mark { get; } = new MemoryStoreMark();

    public int Syncs { get; private set; }

    public IReadOnlyList<PackInfo> List()
    {
        lock (_lock)
        {
            return [.. _packs.Select(pack => new PackInfo(pack.Key, pack.Value.Content.Count))];
        }
    }

    public IPackFile Create(ulong number)
    {
        lock (_lock)
        {
            var pack = new SimulatedPack();
            _packs.Add(number, pack);
            if (NextCreateFails)
            {
                NextCreateFails = false;
                throw new IOException("Simulated: the file is there, but its name could not be made durable.");
            }

            return new SimulatedPackFile(this, pack, _lock);
        }
    }

    public IPackFile? OpenForReading(ulong number) => Open(number);

    public IPackFile? OpenForDeleting(ulong number) => Open(number);

    public void Delete(ulong number)
    {
        lock (_lock)
        {
            _packs.Remove(number);
        }
    }

    /// <summary>Changes one bit of a pack.</summary>
    public void Flip(ulong number, long bit)
    {
        lock (_lock)
        {
            _packs[number].Content[(int)(bit / 8)] ^= (byte)(1 << (int)(bit % 8));
        }
    }

    /// <summary>Cuts a pack off.</summary>
    public void Truncate(ulong number, int length)
    {
        lock (_lock)
        {
            var content = _packs[number].Content;
            content.RemoveRange(length, content.Count - length);
        }
    }

    /// <summary>What a new start finds after the power was lost.</summary>
    public SimulatedPackFolder LosePower(Random random)
    {
        var after = new SimulatedPackFolder { CapacityBytes = CapacityBytes };
        lock (_lock)
        {
            foreach (var (number, pack) in _packs)
            {
                after._packs.Add(number, pack.AfterPowerLoss(random));
            }
        }

        return after;
    }

    internal void BeforeSync()
    {
        Syncs++;
        if (NextSyncFails)
        {
            NextSyncFails = false;
            throw new IOException("Simulated: the flush failed.");
        }
    }

    internal void Write(SimulatedPack pack, ReadOnlyMemory<byte> bytes, long offset)
    {
        var fits = bytes.Length;
        Exception? failure = null;
        if (NextWriteFailsAfter is { } left && left < bytes.Length)
        {
            fits = left;
            NextWriteFailsAfter = null;
            failure = new IOException("Simulated: the write failed.");
        }
        else if (NextWriteFailsAfter is { } rest)
        {
            NextWriteFailsAfter = rest - bytes.Length;
        }

        var used = _packs.Values.Sum(other => other.Content.Count);
        var growth = Math.Max(0, offset + fits - pack.Content.Count);
        if (used + growth > CapacityBytes)
        {
            fits = (int)Math.Max(0, fits - (used + growth - CapacityBytes));
            failure = new StorageFullException("Simulated: no room.");
        }

        pack.Write(bytes.Span[..fits], offset);
        if (failure is not null)
        {
            throw failure;
        }
    }

    private SimulatedPackFile? Open(ulong number)
    {
        lock (_lock)
        {
            return _packs.TryGetValue(number, out var pack) ? new SimulatedPackFile(this, pack, _lock) : null;
        }
    }
}
