using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using FileStorage.Core.Chunks;
using FileStorage.Storage.Backups;
using FileStorage.Storage.Chunks.Archives;
using FileStorage.Storage.Chunks.Disk;
using FileStorage.Storage.Chunks.Keys;
using FileStorage.Storage.Chunks.Marks;
using FileStorage.Storage.Chunks.Sealing;

namespace FileStorage.Storage.Chunks.Objects;

/// <summary>
/// Chunks in an object store, an object each, sealed as on the disk; docs/storage-format.md says how they are called. Several servers may
/// use one container: nothing in it is ever changed but the key ring, and every name has 128 random bits.
/// </summary>
public sealed class ObjectChunkStore : IChunkStore, IChunkBackup, IKeyRotator, IDisposable
{
    private readonly IObjectContainer _container;
    private readonly SharedKeyRing _keys;
    private readonly RecordBuffers _buffers;
    private readonly TimeProvider _clock;
    private readonly ChunkStoreMetrics _metrics = new();
    private readonly ByteGate _bytesOut;
    private readonly ByteGate _bytesIn;
    private readonly SemaphoreSlim _requestsOut;
    private readonly SemaphoreSlim _requestsIn;
    private ChunkSealer? _sealer;
    private long _storedBytes;

    internal ObjectChunkStore(IObjectContainer container, ObjectChunkStoreOptions options, TimeProvider clock)
    {
        _container = container;
        _clock = clock;
        Marks = [new ObjectStoreMark(container)];
        _keys = new SharedKeyRing(
            container,
            new MasterKeySettings
            {
                Current = options.MasterKey,
                CurrentFile = options.MasterKeyFile,
                Previous = options.PreviousMasterKey,
                PreviousFile = options.PreviousMasterKeyFile,
            },
            clock);
        _buffers = new RecordBuffers(options.KeptBufferBytes);
        _bytesOut = new ByteGate(options.QueueBytes);
        _bytesIn = new ByteGate(options.QueueBytes);
        _requestsOut = new SemaphoreSlim(options.Requests);
        _requestsIn = new SemaphoreSlim(options.Requests);
    }

    /// <inheritdoc/>
    public IReadOnlyList<IStoreMark> Marks { get; }

    private ChunkSealer Sealer => _sealer ?? throw new InvalidOperationException("The chunk store has not been opened yet.");

    /// <summary>Makes the container where it is missing, and opens the key ring in it, or makes that. Once, before anything else.</summary>
    /// <exception cref="KeyRingException">The keys are missing, wrong or damaged.</exception>
    /// <exception cref="ObjectStoreException">The object store does not answer, or refuses.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await _container.PrepareAsync(cancellationToken);
        await _keys.OpenAsync(cancellationToken);
        _sealer = new ChunkSealer(_keys.Ring, _buffers, _clock);
    }

    /// <inheritdoc/>
    public async ValueTask<ChunkLocation> PutAsync(ChunkId id, ReadOnlyMemory<byte> plain, CancellationToken cancellationToken)
    {
        ChunkLength.Check(plain.Length);
        long bytes = RecordHeader.Overhead + plain.Length;
        await _bytesOut.EnterAsync(bytes, cancellationToken);
        try
        {
            await _requestsOut.WaitAsync(cancellationToken);
            try
            {
                var location = await StoreAsync(id, plain);
                _metrics.Stored(plain.Length, location.StoredBytes);
                return location;
            }
            finally
            {
                _requestsOut.Release();
            }
        }
        finally
        {
            _bytesOut.Leave(bytes);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<int> ReadAsync(
        ChunkId id, ChunkLocation location, Memory<byte> destination, CancellationToken cancellationToken)
    {
        Check(location);
        try
        {
            if (location.StoredBytes is <= RecordHeader.Overhead or > RecordHeader.MaxRecordBytes)
            {
                throw new DamagedChunkException(id, location, "no chunk can lie there.");
            }

            await _bytesIn.EnterAsync(location.StoredBytes, cancellationToken);
            try
            {
                return await LoadTwiceAsync(id, location, destination, cancellationToken);
            }
            finally
            {
                _bytesIn.Leave(location.StoredBytes);
            }
        }
        catch (DamagedChunkException)
        {
            _metrics.Damaged();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(ChunkLocation location, CancellationToken cancellationToken)
    {
        Check(location);

        // The location does not tell the whole name, which only whoever knows the chunk can make; the listing does.
        await foreach (var stored in _container.ListAsync(ObjectNames.PrefixOf(location), cancellationToken))
        {
            if (ObjectNames.Parse(_container.Kind, stored)?.Location == location)
            {
                await _container.DeleteAsync(stored.Name, cancellationToken);
                Interlocked.Add(ref _storedBytes, -location.StoredBytes);
            }
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredChunk> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var stored in _container.ListAsync(ObjectNames.Chunks, cancellationToken))
        {
            if (ObjectNames.Parse(_container.Kind, stored) is { } chunk)
            {
                yield return chunk;
            }
        }
    }

    /// <inheritdoc/>
    public bool Knows(ChunkLocation location) => location.Kind == _container.Kind;

    /// <inheritdoc/>
    public ChunkName NameOf(ChunkId id) => _keys.Ring.NameOf(id);

    /// <inheritdoc/>
    public ChunkStoreKind Kind => _container.Kind;

    /// <inheritdoc/>
    public IAsyncEnumerable<BackupFile> CopyToAsync(string folder, CancellationToken cancellationToken) =>
        ObjectArchive.WriteAsync(_container, folder, cancellationToken);

    /// <summary>An object store has no end; the stored bytes are those that this process stored, less those that it removed.</summary>
    public ChunkStoreUsage GetUsage() => new(Interlocked.Read(ref _storedBytes), long.MaxValue, _metrics.DamagedReads);

    /// <inheritdoc/>
    public Task<KeyRotation> RotateAsync(CancellationToken cancellationToken) => _keys.RotateAsync(cancellationToken);

    public void Dispose()
    {
        _keys.Dispose();
        _metrics.Dispose();
        _requestsOut.Dispose();
        _requestsIn.Dispose();
        _container.Dispose();
    }

    // Not to be cancelled: once the request is out the chunk may be stored, and giving up would only make garbage of it.
    private async Task<ChunkLocation> StoreAsync(ChunkId id, ReadOnlyMemory<byte> plain)
    {
        var chunk = Sealer.Seal(id, plain.Span);
        try
        {
            var random = RandomNumberGenerator.GetBytes(2 * sizeof(ulong));
            var location = new ChunkLocation(
                _container.Kind,
                0,
                (uint)chunk.Length,
                BinaryPrimitives.ReadUInt64LittleEndian(random),
                BinaryPrimitives.ReadUInt64LittleEndian(random.AsSpan(sizeof(ulong))));
            await _container.PutAsync(ObjectNames.Of(location, NameOf(id)), chunk.Record, CancellationToken.None);
            Interlocked.Add(ref _storedBytes, chunk.Length);
            return location;
        }
        finally
        {
            _buffers.Return(chunk.Buffer);
        }
    }

    // What was changed on its way here is whole in the store.
    private async Task<int> LoadTwiceAsync(ChunkId id, ChunkLocation location, Memory<byte> destination, CancellationToken cancellationToken)
    {
        try
        {
            return await LoadAsync(id, location, destination, cancellationToken);
        }
        catch (DamagedChunkException)
        {
            return await LoadAsync(id, location, destination, cancellationToken);
        }
    }

    private async Task<int> LoadAsync(ChunkId id, ChunkLocation location, Memory<byte> destination, CancellationToken cancellationToken)
    {
        var buffer = _buffers.Rent((int)location.StoredBytes);
        try
        {
            var record = buffer.AsMemory(0, (int)location.StoredBytes);
            await _requestsIn.WaitAsync(cancellationToken);
            long read;
            try
            {
                read = await _container.ReadAsync(ObjectNames.Of(location, NameOf(id)), record, cancellationToken);
            }
            finally
            {
                _requestsIn.Release();
            }

            if (read != record.Length)
            {
                throw new DamagedChunkException(id, location, read < 0 ? "its object is missing." : "its object has another length.");
            }

            if (GenerationOf(record.Span) is { } generation && !_keys.Ring.Knows(generation))
            {
                await _keys.LearnAsync(generation, cancellationToken);
            }

            return Sealer.Open(id, location, record.Span, destination.Span);
        }
        finally
        {
            _buffers.Return(buffer);
        }
    }

    private static uint? GenerationOf(Span<byte> record)
    {
        var header = new RecordHeader(record);
        return header.IsWhole ? header.Generation : null;
    }

    private void Check(ChunkLocation location)
    {
        if (location.Kind != _container.Kind)
        {
            throw new ArgumentException($"{location} does not belong to {_container.Place}.", nameof(location));
        }
    }
}
