using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FileStorage.Core.Chunks;
using Microsoft.Win32.SafeHandles;

namespace FileStorage.Client.Uploads;

/// <summary>Cuts and hashes a file in one pass, in bounded memory.</summary>
internal static class FileChunker
{
    /// <summary>A file up to this size stays in memory until it is sent and is read once; a larger one is read again.</summary>
    public const int KeepBytes = 16 * 1024 * 1024;

    private const int WindowBytes = 16 * 1024 * 1024;

    private static readonly FastCdc Cutter = new(ChunkerParameters.Default);

    /// <param name="file">The file as it was found.</param>
    /// <param name="wholeHash">Whether the SHA-256 of all of it is wanted too.</param>
    /// <param name="cancellationToken">Looked at between windows.</param>
    /// <exception cref="FileChangedException">It changed while it was read.</exception>
    public static ChunkedFile Read(LocalFile file, bool wholeHash, CancellationToken cancellationToken)
    {
        using var handle = WholeFile.Open(file.FullPath);
        return file.Size <= KeepBytes ? ReadKept(file, handle, wholeHash) : ReadInWindows(file, handle, wholeHash, cancellationToken);
    }

    private static ChunkedFile ReadKept(LocalFile file, SafeFileHandle handle, bool wholeHash)
    {
        var size = (int)file.Size;
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(size, 1));
        try
        {
            WholeFile.ReadAt(file, handle, 0, buffer.AsSpan(0, size));
            WholeFile.ThrowIfChanged(file, handle, size);
            var chunks = new List<ManifestChunk>();
            CutAndHash(buffer.AsSpan(0, size), endOfInput: true, chunks);
            ChunkId? whole = !wholeHash ? null : chunks.Count == 1 ? chunks[0].Id : ChunkId.Of(buffer.AsSpan(0, size));
            return new ChunkedFile(ManifestOf(chunks), whole, buffer);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    private static ChunkedFile ReadInWindows(LocalFile file, SafeFileHandle handle, bool wholeHash, CancellationToken cancellationToken)
    {
        using var whole = wholeHash ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
        var buffer = ArrayPool<byte>.Shared.Rent(WindowBytes);
        try
        {
            var chunks = new List<ManifestChunk>();
            var (read, held) = (0L, 0);
            while (read < file.Size || held > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var step = (int)Math.Min(WindowBytes - held, file.Size - read);
                WholeFile.ReadAt(file, handle, read, buffer.AsSpan(held, step));
                read += step;
                var window = buffer.AsMemory(0, held + step);
                var cut = CutAndHashInParallel(window, buffer.AsMemory(held, step), read == file.Size, chunks, whole);
                held = window.Length - cut;
                window.Span[cut..].CopyTo(buffer);
            }

            WholeFile.ThrowIfChanged(file, handle, read);
            Span<byte> hash = stackalloc byte[ChunkId.Bytes];
            whole?.GetHashAndReset(hash);
            return new ChunkedFile(ManifestOf(chunks), whole is null ? null : new ChunkId(hash), kept: null);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static int CutAndHash(ReadOnlySpan<byte> window, bool endOfInput, List<ManifestChunk> chunks)
    {
        var position = 0;
        while (position < window.Length && Cutter.Cut(window[position..], endOfInput) is > 0 and var length)
        {
            chunks.Add(new ManifestChunk(ChunkId.Of(window.Slice(position, length)), length));
            position += length;
        }

        return position;
    }

    // Where the cuts lie is found by one thread, for each depends on the one before; hashing takes longer and is shared.
    internal static int CutAndHashInParallel(
        ReadOnlyMemory<byte> window, ReadOnlyMemory<byte> fresh, bool endOfInput, List<ManifestChunk> chunks, IncrementalHash? whole)
    {
        var first = chunks.Count;
        var offsets = new List<int>();
        var position = 0;
        while (position < window.Length && Cutter.Cut(window.Span[position..], endOfInput) is > 0 and var length)
        {
            chunks.Add(new ManifestChunk(default, length));
            offsets.Add(position);
            position += length;
        }

        Parallel.For(-1, offsets.Count, index =>
        {
            if (index < 0)
            {
                whole?.AppendData(fresh.Span);
                return;
            }

            var bytes = window.Slice(offsets[index], chunks[first + index].Length);
            CollectionsMarshal.AsSpan(chunks)[first + index] = new ManifestChunk(ChunkId.Of(bytes.Span), bytes.Length);
        });
        return position;
    }

    private static Manifest ManifestOf(List<ManifestChunk> chunks) => new([.. chunks]);
}
