using System.Runtime.CompilerServices;
using FileStorage.Core.Chunks;
using FileStorage.Storage.Chunks.Disk;
using FileStorage.Storage.Chunks.Keys;
using FileStorage.Storage.Chunks.Sealing;

namespace FileStorage.Storage.Chunks.Archives;

/// <summary>
/// Packs and keys that lie in a folder and are only read: a backup, or the data folder of a server that does not run. What is damaged there too is
/// passed over.
/// </summary>
public sealed class ChunkArchive : IDisposable
{
    private readonly DiskPackFolder _packs;
    private readonly KeyRing _keys;
    private readonly RecordBuffers _buffers = new(maxKeptBytes: 2 * RecordHeader.MaxRecordBytes);
    private readonly ChunkSealer _sealer;

    private ChunkArchive(DiskPackFolder packs, KeyRing keys, TimeProvider clock)
    {
        _packs = packs;
        _keys = keys;
        _sealer = new ChunkSealer(keys, _buffers, clock);
    }

    /// <summary>Opens the archive in <paramref name="folder"/>; its master key lies there, or is a setting of this server.</summary>
    /// <exception cref="KeyRingException">A key is missing, wrong or damaged.</exception>
    /// <exception cref="DirectoryNotFoundException">There are no packs or no keys.</exception>
    public static ChunkArchive Open(string folder, DiskChunkStoreOptions settings, TimeProvider clock)
    {
        var (packs, keys) = (Path.Combine(folder, "chunks"), Path.Combine(folder, "keys"));
        if (!Directory.Exists(packs) || !Directory.Exists(keys))
        {
            throw new DirectoryNotFoundException($"{folder} holds no chunks and keys.");
        }

        return new ChunkArchive(new DiskPackFolder(packs), KeyRing.OpenToRead(new KeyFiles(keys), settings.MasterKeys(), clock), clock);
    }

    /// <summary>A whole copy of each of <paramref name="wanted"/> that the archive has, once each: the bytes hash to the id.</summary>
    public async IAsyncEnumerable<(ChunkId Id, ReadOnlyMemory<byte> Plain)> ReadAsync(
        IEnumerable<ChunkId> wanted, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var names = wanted.Distinct().ToDictionary(_keys.NameOf);
        var plain = new byte[ChunkLimits.MaxChunkBytes];
        foreach (var pack in _packs.List())
        {
            using var file = names.Count == 0 ? null : _packs.OpenForReading(pack.Number);
            if (file is null)
            {
                continue;
            }

            using var walk = new PackWalk(file, file.Length);
            while (walk.TryRead(out var record))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (record.IsLive && names.TryGetValue(record.Name, out var id) && TryOpen(file, pack.Number, record, id, plain, out var length))
                {
                    names.Remove(record.Name);
                    yield return (id, plain.AsMemory(0, length));
                }
            }

            await Task.Yield();
        }
    }

    public void Dispose() => _keys.Dispose();

    private bool TryOpen(IPackFile file, ulong pack, PackRecord record, ChunkId id, byte[] plain, out int length)
    {
        length = 0;
        var location = new ChunkLocation(ChunkStoreKind.Disk, (byte)record.Codec, (uint)record.Length, pack, (ulong)record.Offset);
        var buffer = _buffers.Rent(record.Length);
        try
        {
            var bytes = buffer.AsSpan(0, record.Length);
            if (file.Read(bytes, record.Offset) != bytes.Length)
            {
                return false;
            }

            length = _sealer.Open(id, location, bytes, plain);
            return ChunkId.Of(plain.AsSpan(0, length)) == id;
        }
        catch (DamagedChunkException)
        {
            // Another pack may have it whole.
            return false;
        }
        finally
        {
            _buffers.Return(buffer);
        }
    }
}
