using System.Buffers;
using FileStorage.Api.Reading;
using FileStorage.Core.Chunks;
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

    /// <summary>What can be done of a file before its turn: its manifest and, where it is small, its bytes.</summary>
    /// <exception cref="Storage.Chunks.DamagedChunkException">A chunk is damaged.</exception>
    public async Task<Prepared> PrepareAsync(string path, FileVersion version, CancellationToken cancellationToken)
    {
        var manifest = await manifests.ReadAsync(version.VersionId, version.Manifest, cancellationToken);
        var entry = new ZipEntry { Path = path, ModifiedAt = version.ModifiedAt, Executable = version.Executable, SizeBytes = version.Manifest.SizeBytes };
        var isSmall = manifest.Chunks is [{ Length: <= SmallBytes }];
        return new Prepared(entry, manifest, isSmall ? await chunks.ReadAsync(manifest.Chunks[0], cancellationToken) : null);
    }

    /// <summary>Writes it.</summary>
    /// <exception cref="Storage.Chunks.DamagedChunkException">A chunk is damaged.</exception>
    public async Task AddAsync(ZipWriter zip, Prepared file, CancellationToken cancellationToken)
    {
        var (entry, manifest, bytes) = file;
        if (entry.IsFolder)
        {
            zip.Add(entry);
            return;
        }

        if (bytes is null)
        {
            var all = new ByteRange(0, entry.SizeBytes, IsPartial: false);
            await zip.AddAsync(entry, send => contents.WriteAsync(manifest, all, send, cancellationToken));
            return;
        }

        await zip.AddAsync(entry, send => send(bytes.AsMemory(0, manifest.Chunks[0].Length)).AsTask());
        ArrayPool<byte>.Shared.Return(bytes);
    }

    /// <summary>A file, or a folder, before its turn.</summary>
    /// <param name="Entry">How it stands in the zip.</param>
    /// <param name="Manifest">Its chunks.</param>
    /// <param name="Bytes">Of its one chunk, at the start of a buffer of the shared pool, where that is small; else null.</param>
    public sealed record Prepared(ZipEntry Entry, Manifest Manifest, byte[]? Bytes);
}
