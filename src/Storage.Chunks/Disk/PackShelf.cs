using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace FileStorage.Storage.Chunks.Disk;

/// <summary>All packs of a store: gives out numbers, counts what lives in each, and removes those in which nothing lives.</summary>
internal sealed partial class PackShelf
{
    private readonly IPackFolder _folder;
    private readonly PackReaders _readers;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<ulong, Pack> _packs = new();
    private readonly Lock _numbering = new();
    private ulong _lastNumber;

    // The highest number that is on the disk, which is what tells the next start where to go on.
    private ulong _newest;
    private long _storedBytes;

    public PackShelf(IPackFolder folder, PackReaders readers, TimeProvider clock, ILogger logger)
    {
        _folder = folder;
        _readers = readers;
        _logger = logger;
        foreach (var info in folder.List())
        {
            _packs[info.Number] = new Pack(info.Number, info.AllocatedBytes);
            _newest = Math.Max(_newest, info.Number);
            _storedBytes += info.AllocatedBytes;
        }

        // Numbers go on from the time, and not from the newest pack alone: that one may be lost, and what is known of its chunks must not lead to
        // those of another pack of its number.
        _lastNumber = Math.Max(_newest, (ulong)clock.GetUtcNow().ToUnixTimeMilliseconds());
    }

    /// <summary>What all packs take up on the disk.</summary>
    public long StoredBytes => Volatile.Read(ref _storedBytes);

    public int Count => _packs.Count;

    /// <summary>The packs at this moment.</summary>
    public IReadOnlyList<Pack> Snapshot() => [.. _packs.Values.OrderBy(pack => pack.Number)];

    public Pack? Find(ulong number) => _packs.GetValueOrDefault(number);

    /// <summary>A new pack to append to. Its number was never used before, in this run or any earlier one.</summary>
    public (Pack Pack, IPackFile File) Begin()
    {
        Pack pack;
        IPackFile file;
        lock (_numbering)
        {
            // A number is spent even if the pack cannot be made, for the attempt may have left a file.
            _lastNumber++;
            pack = new Pack(_lastNumber, 0) { IsOpen = true, LiveRecords = 0 };
            file = _folder.Create(pack.Number);
            _newest = pack.Number;
        }

        _packs[pack.Number] = pack;
        RemoveEmpty();
        return (pack, file);
    }

    /// <summary>Records are durable in the pack.</summary>
    public void Appended(Pack pack, int records, long durableBytes)
    {
        lock (pack.Lock)
        {
            Interlocked.Add(ref _storedBytes, durableBytes - pack.DurableBytes);
            pack.AllocatedBytes += durableBytes - pack.DurableBytes;
            pack.LiveRecords += records;
            pack.DurableBytes = durableBytes;
        }
    }

    /// <summary>Nothing is appended any more. After a failed write nobody knows what lies behind the durable part.</summary>
    public void Close(Pack pack, bool failed)
    {
        lock (pack.Lock)
        {
            pack.IsOpen = false;
            pack.LiveRecords = failed ? null : pack.LiveRecords;
            RemoveIfEmpty(pack);
        }
    }

    /// <summary>A hole was punched. The caller holds the pack's lock.</summary>
    public void GaveBack(Pack pack, long bytes)
    {
        pack.AllocatedBytes -= bytes;
        Interlocked.Add(ref _storedBytes, -bytes);
    }

    /// <summary>Removes the pack if nothing lives in it. The caller holds the pack's lock.</summary>
    public void RemoveIfEmpty(Pack pack)
    {
        // The newest one stays, for its number tells the next start which numbers have been used.
        if (pack is { IsOpen: false, LiveRecords: 0, IsGone: false } && pack.Number < Volatile.Read(ref _newest))
        {
            try
            {
                _folder.Delete(pack.Number);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It stays on the shelf, and is tried again when the next pack begins.
                LogNotRemoved(e, pack.Number);
                return;
            }

            pack.IsGone = true;
            Interlocked.Add(ref _storedBytes, -pack.AllocatedBytes);
            _packs.TryRemove(pack.Number, out _);
            _readers.Forget(pack.Number);
        }
    }

    private void RemoveEmpty()
    {
        foreach (var pack in _packs.Values)
        {
            lock (pack.Lock)
            {
                RemoveIfEmpty(pack);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Pack {Pack} holds nothing any more, but could not be removed")]
    private partial void LogNotRemoved(Exception exception, ulong pack);
}
