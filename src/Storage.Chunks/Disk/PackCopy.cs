using System.Globalization;
using System.Runtime.CompilerServices;
using FileStorage.Storage.Backups;

namespace FileStorage.Storage.Chunks.Disk;

/// <summary>Copies packs byte by byte into a backup.</summary>
internal static class PackCopy
{
    private const int BlockBytes = 1024 * 1024;

    /// <param name="source">The packs.</param>
    /// <param name="packs">Which of them, each as far as it is durable; null: to its end.</param>
    /// <param name="folder">The backup.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="IOException">A pack could not be copied.</exception>
    public static async IAsyncEnumerable<BackupFile> CopyAsync(
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

            await using var copy = BackupWriteStream.Create(folder, string.Create(CultureInfo.InvariantCulture, $"chunks/{number:x16}.pack"));
            await CopyAsync(pack, durableEnd ?? pack.Length, number, copy, cancellationToken);
            yield return copy.Finish();
        }
    }

    private static async Task CopyAsync(IPackFile pack, long end, ulong number, BackupWriteStream copy, CancellationToken cancellationToken)
    {
        var block = new byte[BlockBytes];
        long offset = 0;
        while (offset < end)
        {
            var read = pack.Read(block.AsSpan(0, (int)Math.Min(BlockBytes, end - offset)), offset);
            if (read == 0)
            {
                throw new IOException($"Pack {number:x16} ended at {offset} bytes while it was copied.");
            }

            await copy.WriteAsync(block.AsMemory(0, read), cancellationToken);
            offset += read;
        }
    }
}
