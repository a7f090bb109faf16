using System.Collections.Concurrent;
using FileStorage.Client;

namespace FileStorage.Cli.Importing;

/// <summary>The folders that an import needs, each made once.</summary>
internal sealed class ImportFolders(FileStorageClient client)
{
    private readonly ConcurrentDictionary<string, Task<Guid>> _made = new(StringComparer.Ordinal);

    /// <summary>The id of a folder that is there from now on.</summary>
    public async Task<Guid> MakeAsync(string path, CancellationToken cancellationToken)
    {
        var making = _made.GetOrAdd(path, _ => AskAsync(path, cancellationToken));
        try
        {
            return await making;
        }
        catch
        {
            // The next one asks again.
            _made.TryRemove(KeyValuePair.Create(path, making));
            throw;
        }
    }

    private async Task<Guid> AskAsync(string path, CancellationToken cancellationToken) =>
        (await client.MakeFolderAsync(path, parents: true, cancellationToken)).Item.Id;
}
