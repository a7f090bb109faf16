using System.Buffers;
using FileStorage.Api.Reading;
using FileStorage.Grains.Interfaces.Files;

namespace FileStorage.Api.Archives;

/// <summary>
/// Writes what was prepared into a zip. Of what comes after one, <see cref="Ahead"/> files at most are prepared meanwhile: a small file costs a question to a grain and
/// one to the store, whose ways add up to far more than the bytes.
/// </summary>
internal sealed class ArchiveContents(ManifestReader manifests, ChunkReader chunks, ContentReader contents)
{
    /// <summary>So many small files are in memory at most.</summary>
    public const int Ahead = 8;

    private const int SmallBytes = 256 * 1024;

    /// <summary>What can be done of a file before its turn: where it is small, its bytes are read. Manifests of large files wait, as they are large themselves.</summary>
    /// <exception cref="Storage.Chunks.DamagedChunkException">A chunk is damaged.</exception>
    public async Task<Prepared> PrepareAsync(string path, FileVersion version, CancellationToken cancellationToken)
    {
        var stored = version.Manifest;
        var entry = new ZipEntry { Path = path, ModifiedAt = version.ModifiedAt, Executable = version.Executable, SizeBytes = stored.SizeBytes };
        var isSmall = !stored.IsIndirect && stored.SizeBytes is > 0 and <= SmallBytes && stored.ChunkCount == 1;
        if (!isSmall)
        {
            return new Prepared(entry, version, null);
        }

        var manifest = await manifests.ReadAsync(version.VersionId, stored, cancellationToken);
        return new Prepared(entry, version, await chunks.ReadAsync(manifest.Chunks[0], cancellationToken));
    }

    /// <summary>Writes it.</summary>
    /// <exception cref="Storage.Chunks.DamagedChunkException">A chunk is damaged.</exception>
    public async Task AddAsync(ZipWriter zip, Prepared file, CancellationToken cancellationToken)
    {
        var (entry, version, bytes) = file;
        if (version is null)
        {
            zip.Add(entry);
            return;
        }

        if (bytes is null)
        {
            var manifest = await manifests.ReadAsync(version.VersionId, version.Manifest, cancellationToken);
            var all = new ByteRange(0, entry.SizeBytes, IsPartial: false);
            await zip.AddAsync(entry, send => contents.WriteAsync(manifest, all, send, cancellationToken));
            return;
        }

        await zip.AddAsync(entry, send => send(bytes.AsMemory(0, (int)entry.SizeBytes)).AsTask());
        ArrayPool<byte>.Shared.Return(bytes);
    }

    /// <summary>A file, or a folder, before its turn.</summary>
    /// <param name="Entry">How it stands in the zip.</param>
    /// <param name="Version">What is in the file; null of a folder.</param>
    /// <param name="Bytes">Of a small file, at the start of a buffer of the shared pool; else null.</param>
    public sealed record Prepared(ZipEntry Entry, FileVersion? Version, byte[]? Bytes);
}
