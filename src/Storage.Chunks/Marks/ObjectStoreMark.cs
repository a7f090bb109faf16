using FileStorage.Core.Chunks;
using FileStorage.Storage.Chunks.Objects;

namespace FileStorage.Storage.Chunks.Marks;

/// <summary>The mark of an object store: the object <c>keys/collector.txt</c>.</summary>
internal sealed class ObjectStoreMark(IObjectContainer container) : IStoreMark
{
    private const string Name = "keys/collector.txt";

    public ChunkStoreKind Kind => container.Kind;

    public string Place => container.Place;

    public async Task<string?> ReadAsync(CancellationToken cancellationToken) => (await container.ReadTextAsync(Name, cancellationToken))?.Text;

    public async Task<bool> TryReplaceAsync(string? expected, string replacement, CancellationToken cancellationToken)
    {
        var found = await container.ReadTextAsync(Name, cancellationToken);
        return found?.Text == expected && await container.TryWriteTextAsync(Name, replacement, found?.Tag, cancellationToken);
    }
}
