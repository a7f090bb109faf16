using System.Runtime.CompilerServices;
using FileStorage.Core.Chunks;
using FileStorage.Storage.Backups;
using FileStorage.Storage.Chunks.Archives;
using FileStorage.Storage.Chunks.Keys;
using FileStorage.Storage.Chunks.Marks;
using FileStorage.Storage.Chunks.Sealing;
using Microsoft.Extensions.Logging;

namespace FileStorage.Storage.Chunks.Disk;

/// <summary>
/// Chunks on a local disk, in append-only packs; docs/storage-format.md describes the files. Sealing runs on the caller's
/// thread, writing in a few lanes where one flush serves everyone who waits.
/// </summary>
public sealed partial class DiskChunkStore : IChunkStore, IChunkBackup, IDisposable
{
    private readonly IDisposable? _lock;
    private readonly ILogger _logger;
    private readonly IPackFolder _folder;
    private readonly ChunkSealer _sealer;
    private readonly ChunkStoreMetrics _metrics = new();
    private readonly PackReaders _readers;
    private readonly PackShelf _shelf;
    private readonly FreeSpace _space;
    private readonly ByteGate _gate;
    private readonly PutQueue _queue = new();
    private readonly RecordBuffers _buffers;
    private readonly PendingPutPool _pending;
    private readonly PackLane[] _lanes;
    private readonly string _keysFolder;

    internal DiskChunkStore(
        IPackFolder folder, KeyRing keys, DiskChunkStoreOptions options, TimeProvider clock, ILogger logger, IDisposable? ownership = null)
    {
        _lock = ownership;
        _logger = logger;
        _folder = folder;
        _keysFolder = Path.Combine(options.Directory, KeyCopy.Folder);
        Keys = keys;
        _buffers = new RecordBuffers(options.KeptBufferBytes);
        _pending = new PendingPutPool(_buffers);
        _sealer = new ChunkSealer(keys, _buffers, clock);
        _readers = new PackReaders(folder, options.OpenPacks);
        _shelf = new PackShelf(folder, _readers, clock, logger);
        _space = new FreeSpace(folder, options.ReserveBytes ?? FreeSpace.DefaultReserve(folder));
        _gate = new ByteGate(options.QueueBytes);
        _lanes =
        [
            .. Enumerable.Range(1, options.Lanes).Select(number => new PackLane(
                _queue, _shelf, _gate, _space, options.PackBytes, options.BatchBytes, number, logger)),
        ];
    }

    /// <inheritdoc/>
    public IReadOnlyList<IStoreMark> Marks => [_folder.Mark];

    /// <summary>The store's keys.</summary>
    public KeyRing Keys { get; }

    /// <summary>Opens the store in the folder of the options, or makes it there.</summary>
    /// <exception cref="KeyRingException">The keys are missing, wrong or damaged.</exception>
    /// <exception cref="IOException">The folder cannot be used, or another process uses it.</exception>
    public static DiskChunkStore Open(DiskChunkStoreOptions options, TimeProvider clock, ILogger<DiskChunkStore> logger)
    {
        var folder = Path.Combine(options.Directory, "chunks");
        DurableFolder.Make(folder);
        var ownership = FolderLock.Take(folder);
        try
        {
            var packs = new DiskPackFolder(folder);
            var keys = KeyRing.Open(
                new KeyFiles(Path.Combine(options.Directory, KeyCopy.Folder)),
                options.MasterKeys(),
                mayCreate: packs.List() is [],
                clock);
            return new DiskChunkStore(packs, keys, options, clock, logger, ownership);
        }
        catch
        {
            ownership.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ChunkLocation> PutAsync(ChunkId id, ReadOnlyMemory<byte> plain, CancellationToken cancellationToken)
    {
        ChunkLength.Check(plain.Length);
        long bytes = RecordHeader.Overhead + plain.Length;
        _space.Demand(bytes);
        await _gate.EnterAsync(bytes, cancellationToken);
        var location = await Enqueue(id, plain, bytes);
        _metrics.Stored(plain.Length, location.StoredBytes);
        return location;
    }

    /// <inheritdoc/>
    public ValueTask<int> ReadAsync(
        ChunkId id, ChunkLocation location, Memory<byte> destination, CancellationToken cancellationToken)
    {
        Check(location);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return ValueTask.FromResult(Read(id, location, destination.Span));
        }
        catch (DamagedChunkException)
        {
            _metrics.Damaged();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DeleteAsync(ChunkLocation location, CancellationToken cancellationToken)
    {
        Check(location);
        cancellationToken.ThrowIfCancellationRequested();
        Delete(location);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ChunkStoreKind Kind => ChunkStoreKind.Disk;

    /// <summary>Copies every pack as far as it is durable now, one after the other, and the files of the keys.</summary>
    public async IAsyncEnumerable<BackupFile> CopyToAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<(ulong Number, long? DurableEnd)> packs = [.. _shelf.Snapshot().Select(pack => (pack.Number, DurableEnd: DurableEndOf(pack)))];
        await foreach (var file in PackCopy.CopyAsync(_folder, packs, folder, cancellationToken))
        {
            yield return file;
        }

        await foreach (var file in KeyCopy.CopyAsync(_keysFolder, folder, cancellationToken))
        {
            yield return file;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredChunk> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var pack in _shelf.Snapshot())
        {
            // Reading a pack's headers blocks; a long listing gives way to others between packs.
            await Task.Yield();
            using var file = _folder.OpenForReading(pack.Number);
            if (file is null)
            {
                continue;
            }

            using var walk = new PackWalk(file, EndOf(pack, file));
            while (walk.TryRead(out var record))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (record.IsLive)
                {
                    yield return new StoredChunk
                    {
                        Location = new ChunkLocation(
                            ChunkStoreKind.Disk, (byte)record.Codec, (uint)record.Length, pack.Number, (ulong)record.Offset),
                        Name = record.Name,
                        StoredAt = record.StoredAt,
                    };
                }
            }
        }
    }

    /// <inheritdoc/>
    public bool Knows(ChunkLocation location) => location.Kind == ChunkStoreKind.Disk;

    /// <inheritdoc/>
    public ChunkName NameOf(ChunkId id) => Keys.NameOf(id);

    /// <inheritdoc/>
    public ChunkStoreUsage GetUsage() => new(_shelf.StoredBytes, _space.AvailableBytes, _metrics.DamagedReads);

    /// <summary>Writes what is queued, answers everyone who waits, and closes the packs.</summary>
    public void Dispose()
    {
        _queue.Close();
        foreach (var lane in _lanes)
        {
            lane.Join();
        }

        _readers.Dispose();
        Keys.Dispose();
        _metrics.Dispose();
        _lock?.Dispose();
    }

    private ValueTask<ChunkLocation> Enqueue(ChunkId id, ReadOnlyMemory<byte> plain, long bytes)
    {
        SealedChunk chunk;
        try
        {
            chunk = _sealer.Seal(id, plain.Span);
        }
        catch
        {
            _gate.Leave(bytes);
            throw;
        }

        // Compression has freed some of what was reserved; the lane gives back the rest.
        if (chunk.Length < bytes)
        {
            _gate.Leave(bytes - chunk.Length);
        }

        var put = _pending.Rent();
        var task = put.Start(chunk);
        try
        {
            _queue.Enqueue(put);
        }
        catch (ObjectDisposedException)
        {
            _gate.Leave(chunk.Length);
            _buffers.Return(chunk.Buffer);
            throw;
        }

        return task;
    }

    private int Read(ChunkId id, ChunkLocation location, Span<byte> destination)
    {
        if (location.StoredBytes is <= RecordHeader.Overhead or > RecordHeader.MaxRecordBytes || location.Position > long.MaxValue / 2)
        {
            throw new DamagedChunkException(id, location, "no chunk can lie there.");
        }

        var buffer = _buffers.Rent((int)location.StoredBytes);
        try
        {
            var record = buffer.AsSpan(0, (int)location.StoredBytes);
            var read = ReadPack(id, location, record);
            return read == record.Length
                ? _sealer.Open(id, location, record, destination)
                : throw new DamagedChunkException(id, location, read < 0 ? "its pack is missing." : "its pack was cut off.");
        }
        finally
        {
            _buffers.Return(buffer);
        }
    }

    private int ReadPack(ChunkId id, ChunkLocation location, Span<byte> record)
    {
        try
        {
            return _readers.Read(location.Container, record, (long)location.Position);
        }
        catch (IOException e)
        {
            throw new DamagedChunkException(id, location, "the disk cannot read it.", e);
        }
    }

    private void Delete(ChunkLocation location)
    {
        if (_shelf.Find(location.Container) is { } pack)
        {
            lock (pack.Lock)
            {
                if (!pack.IsGone)
                {
                    Delete(pack, location);
                }
            }
        }
    }

    // Null: all of the file, since nothing is appended to it any more.
    private static long? DurableEndOf(Pack pack)
    {
        lock (pack.Lock)
        {
            return pack.IsOpen ? pack.DurableBytes : null;
        }
    }

    // The caller holds the pack's lock.
    private void Delete(Pack pack, ChunkLocation location)
    {
        using var file = _folder.OpenForDeleting(pack.Number);
        if (file is null)
        {
            return;
        }

        Span<byte> bytes = stackalloc byte[RecordHeader.Bytes];
        var offset = (long)location.Position;
        var header = new RecordHeader(bytes);
        if (file.Read(bytes, offset) != bytes.Length || !header.IsWhole || header.RecordBytes != location.StoredBytes)
        {
            LogDeleteMissed(location);
            return;
        }

        if (header.IsDeleted)
        {
            return;
        }

        pack.LiveRecords ??= CountLive(pack, file);
        file.Write([DeletedMark], offset);
        pack.LiveRecords--;
        _shelf.GaveBack(pack, file.PunchHole(offset + RecordHeader.Bytes, header.RecordBytes - RecordHeader.Bytes));
        _shelf.RemoveIfEmpty(pack);
        _space.Look();
    }

    private static readonly byte[] DeletedMark = [.. RecordHeader.DeletedMagic];

    // Damage counts as one more that lives, for ever: a pack that holds something unreadable is never removed as a whole.
    private static int CountLive(Pack pack, IPackFile file)
    {
        using var walk = new PackWalk(file, EndOf(pack, file));
        var live = 0;
        while (walk.TryRead(out var record))
        {
            live += record.IsLive ? 1 : 0;
        }

        return walk.SawDamage ? live + 1 : live;
    }

    private static long EndOf(Pack pack, IPackFile file) => pack.IsOpen ? pack.DurableBytes : file.Length;

    private static void Check(ChunkLocation location)
    {
        if (location.Kind != ChunkStoreKind.Disk)
        {
            throw new ArgumentException($"{location} does not belong to a store on disk.", nameof(location));
        }
    }

    [LoggerMessage(LogLevel.Warning, "Nothing to delete at {Location}: no whole record of that length lies there")]
    private partial void LogDeleteMissed(ChunkLocation location);
}
