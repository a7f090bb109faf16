using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace FileStorage.Storage.Chunks.Disk;

/// <summary>Copies packs byte by byte, and proves what it wrote by a digest of what it read.</summary>
internal static class PackCopy
{
    private const int BlockBytes = 1024 * 1024;

    public static async IAsyncEnumerable<(string Name, long Bytes, string Sha256)> CopyAsync(
        IPackFolder source,
        IReadOnlyList<(ulong Number, long? DurableEnd)> packs,
        string folder,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (number, durableEnd) in packs)
        {
            using var pack = source.OpenForReading(number);
            if (pack is null)
            {
                // It had become empty before the copy began.
                continue;
            }

            var name = string.Create(CultureInfo.InvariantCulture, $"{number:x16}.pack");
            var (bytes, sha256) = await CopyAsync(pack, durableEnd ?? pack.Length, Path.Combine(folder, name), cancellationToken);
            yield return (name, bytes, sha256);
        }
    }

    private static async Task<(long Bytes, string Sha256)> CopyAsync(
        IPackFile pack, long end, string path, CancellationToken cancellationToken)
    {
        var block = new byte[BlockBytes];
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var copy = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        long offset = 0;
        while (offset < end)
        {
            var read = pack.Read(block.AsSpan(0, (int)Math.Min(BlockBytes, end - offset)), offset);
            if (read == 0)
            {
                throw new IOException($"{Path.GetFileName(path)} ended at {offset} bytes while it was copied.");
            }

            digest.AppendData(block, 0, read);
            await copy.WriteAsync(block.AsMemory(0, read), cancellationToken);
            offset += read;
        }

        copy.Flush(flushToDisk: true);
        return (offset, Convert.ToHexStringLower(digest.GetHashAndReset()));
    }
}
