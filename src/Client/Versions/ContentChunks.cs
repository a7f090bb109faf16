using System.Buffers;
using System.Security.Cryptography;
using FileStorage.Client.Uploads;
using FileStorage.Core.Chunks;

namespace FileStorage.Client.Versions;

/// <summary>The chunks of a file and the hash of the whole, read in one pass and bounded memory.</summary>
internal sealed record ContentChunks(Manifest Manifest, ChunkId Sha256)
{
    private const int WindowBytes = 16 * 1024 * 1024;

    /// <exception cref="ContentChangedException">It became shorter while it was read. Whether it changed otherwise is for the caller to ask.</exception>
    public static async Task<ContentChunks> ReadAsync(IReadableContent content, CancellationToken cancellationToken)
    {
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var size = content.SizeBytes;
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(WindowBytes, Math.Max(size, 1)));
        try
        {
            var chunks = new List<ManifestChunk>();
            var (read, held) = (0L, 0);
            while (read < size || held > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var step = (int)Math.Min(buffer.Length - held, size - read);
                await content.ReadExactlyAsync(read, buffer.AsMemory(held, step), cancellationToken);
                read += step;
                var window = buffer.AsMemory(0, held + step);
                var cut = FileChunker.CutAndHashInParallel(window, buffer.AsMemory(held, step), read == size, chunks, whole);
                held = window.Length - cut;
                window.Span[cut..].CopyTo(buffer);
            }

            return new ContentChunks(new Manifest([.. chunks]), new ChunkId(whole.GetHashAndReset()));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
