using System.Runtime.CompilerServices;
using FileStorage.Storage.Backups;

namespace FileStorage.Storage.Chunks.Keys;

/// <summary>Copies the files of a key ring into a backup.</summary>
internal static class KeyCopy
{
    /// <summary>The folder of the keys in a data folder and in a backup.</summary>
    public const string Folder = "keys";

    private static readonly string[] Names = ["ring.json", "master.key", "master.key.next"];

    /// <param name="source">The folder of the key files.</param>
    /// <param name="folder">The backup.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async IAsyncEnumerable<BackupFile> CopyAsync(
        string source, string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (name, content) in await ReadAsync(source, cancellationToken))
        {
            yield return await BackupWriteStream.WriteAsync(folder, $"{Folder}/{name}", content, cancellationToken);
        }
    }

    // Of one moment: a rotation replaces several of them one after the other, and a ring opens with its own master key only.
    private static async Task<Dictionary<string, byte[]>> ReadAsync(string source, CancellationToken cancellationToken)
    {
        var before = await ReadOnceAsync(source, cancellationToken);
        while (true)
        {
            var keys = await ReadOnceAsync(source, cancellationToken);
            if (keys.Count == before.Count && keys.All(key => before.TryGetValue(key.Key, out var content) && content.AsSpan().SequenceEqual(key.Value)))
            {
                return keys;
            }

            before = keys;
        }
    }

    private static async Task<Dictionary<string, byte[]>> ReadOnceAsync(string source, CancellationToken cancellationToken)
    {
        var read = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var name in Names.Where(name => File.Exists(Path.Combine(source, name))))
        {
            read[name] = await File.ReadAllBytesAsync(Path.Combine(source, name), cancellationToken);
        }

        return read;
    }
}
