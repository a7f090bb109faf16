using System.Runtime.CompilerServices;
using FileStorage.Core.Chunks;
using FileStorage.Storage.Backups;
using FileStorage.Storage.Chunks.Disk;
using FileStorage.Storage.Chunks.Keys;
using FileStorage.Storage.Chunks.Objects;
using FileStorage.Storage.Chunks.Sealing;

namespace FileStorage.Storage.Chunks.Archives;

/// <summary>
/// Chunks and keys that lie in a folder and are only read: a backup, or the data folder of a server that does not run. What is damaged there too is
/// passed over.
/// </summary>
public sealed class ChunkArchive : IDisposable
{
    // Which of the object stores it was makes no difference to what is in a file.
    private const ChunkStoreKind AnyObjectStore = ChunkStoreKind.S3;

    private readonly string _folder;
    private readonly KeyRing _keys;
    private readonly RecordBuffers _buffers = new(maxKeptBytes: 2 * RecordHeader.MaxRecordBytes);
    private readonly ChunkSealer _sealer;

    private ChunkArchive(string folder, KeyRing keys, TimeProvider clock)
    {
        _folder = folder;
        _keys = keys;
        _sealer = new ChunkSealer(keys, _buffers, clock);
    }

    private string Packs => Path.Combine(_folder, "chunks");

    private string Objects => Path.Combine(_folder, ObjectArchive.Folder);

    /// <summary>Opens the archive in <paramref name="folder"/>; its master key lies there, or is a setting of this server.</summary>
    /// <exception cref="KeyRingException">A key is missing, wrong or damaged.</exception>
    /// <exception cref="DirectoryNotFoundException">There are no chunks or no keys.</exception>
    public static ChunkArchive Open(string folder, DiskChunkStoreOptions settings, TimeProvider clock)
    {
        var keys = Path.Combine(folder, KeyCopy.Folder);
        if (!Directory.Exists(keys))
        {
            throw new DirectoryNotFoundException($"{folder} holds no chunks and keys.");
        }

        var archive = new ChunkArchive(folder, KeyRing.OpenToRead(new KeyFiles(keys), settings.MasterKeys(), clock), clock);
        if (Directory.Exists(archive.Packs) || Directory.Exists(archive.Objects))
        {
            return archive;
        }

        archive.Dispose();
        throw new DirectoryNotFoundException($"{folder} holds no chunks and keys.");
    }

    /// <summary>A whole copy of each of <paramref name="wanted"/> that the archive has, once each: the bytes hash to the id.</summary>
    public async IAsyncEnumerable<(ChunkId Id, ReadOnlyMemory<byte> Plain)> ReadAsync(
        IEnumerable<ChunkId> wanted, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var names = wanted.Distinct().ToDictionary(_keys.NameOf);
        var plain = new byte[ChunkLimits.MaxChunkBytes];
        if (names.Count > 0 && Directory.Exists(Packs))
        {
            await foreach (var found in ReadPacksAsync(names, plain, cancellationToken))
            {
                yield return found;
            }
        }

        if (names.Count > 0 && Directory.Exists(Objects))
        {
            await foreach (var found in ReadObjectsAsync(names, plain, cancellationToken))
            {
                yield return found;
            }
        }
    }

    public void Dispose() => _keys.Dispose();

    private async IAsyncEnumerable<(ChunkId Id, ReadOnlyMemory<byte> Plain)> ReadPacksAsync(
        Dictionary<ChunkName, ChunkId> names, byte[] plain, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var packs = new DiskPackFolder(Packs);
        foreach (var pack in packs.List())
        {
            using var file = names.Count == 0 ? null : packs.OpenForReading(pack.Number);
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

    private async IAsyncEnumerable<(ChunkId Id, ReadOnlyMemory<byte> Plain)> ReadObjectsAsync(
        Dictionary<ChunkName, ChunkId> names, byte[] plain, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = new byte[RecordHeader.MaxRecordBytes];
        foreach (var path in Directory.EnumerateFiles(Objects, "*.tar"))
        {
            await using var file = File.OpenRead(path);
            await using var objects = ObjectArchive.ReadAsync(AnyObjectStore, file, () => buffer, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (names.Count > 0 && await TryMoveNextAsync(objects))
            {
                var (stored, content) = objects.Current;
                if (ObjectNames.Parse(AnyObjectStore, stored) is { } chunk && names.TryGetValue(chunk.Name, out var id)
                    && TryOpen(id, chunk.Location, buffer.AsSpan(0, content.Length), plain, out var length))
                {
                    names.Remove(chunk.Name);
                    yield return (id, plain.AsMemory(0, length));
                }
            }
        }
    }

    private static async ValueTask<bool> TryMoveNextAsync<T>(IAsyncEnumerator<T> objects)
    {
        try
        {
            return await objects.MoveNextAsync();
        }
        catch (Exception exception) when (exception is BackupException or EndOfStreamException)
        {
            // Another file may have it whole.
            return false;
        }
    }

    private bool TryOpen(IPackFile file, ulong pack, PackRecord record, ChunkId id, byte[] plain, out int length)
    {
        length = 0;
        var location = new ChunkLocation(ChunkStoreKind.Disk, (byte)record.Codec, (uint)record.Length, pack, (ulong)record.Offset);
        var buffer = _buffers.Rent(record.Length);
        try
        {
            var bytes = buffer.AsSpan(0, record.Length);
            return file.Read(bytes, record.Offset) == bytes.Length && TryOpen(id, location, bytes, plain, out length);
        }
        finally
        {
            _buffers.Return(buffer);
        }
    }

    private bool TryOpen(ChunkId id, ChunkLocation location, Span<byte> record, byte[] plain, out int length)
    {
        length = 0;
        try
        {
            length = _sealer.Open(id, location, record, plain);
            return ChunkId.Of(plain.AsSpan(0, length)) == id;
        }
        catch (DamagedChunkException)
        {
            // Another copy may be whole.
            return false;
        }
    }
}
