using FileStorage.Core.Chunks;
using FileStorage.Storage.Chunks.Files;

namespace FileStorage.Storage.Chunks.Marks;

/// <summary>The mark of a store on the disk: a file beside the packs. The folder is one process's alone.</summary>
internal sealed class DiskStoreMark(string folder) : IStoreMark
{
    private readonly string _path = Path.Combine(folder, "collector.txt");

    public ChunkStoreKind Kind => ChunkStoreKind.Disk;

    public string Place => folder;

    public async Task<string?> ReadAsync(CancellationToken cancellationToken) =>
        File.Exists(_path) ? await File.ReadAllTextAsync(_path, cancellationToken) : null;

    public async Task<bool> TryReplaceAsync(string? expected, string replacement, CancellationToken cancellationToken)
    {
        if (await ReadAsync(cancellationToken) != expected)
        {
            return false;
        }

        DurableFile.Replace(_path, replacement);
        return true;
    }
}
