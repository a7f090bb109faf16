using FileStorage.Client.Versions;
using FileStorage.Sync.Local;

namespace FileStorage.Sync.Remote.Http;

/// <summary>A local file as the client reads it.</summary>
internal sealed class FolderContent(ILocalContent content) : IReadableContent
{
    public long SizeBytes => content.Entry.SizeBytes;

    public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken) =>
        content.ReadAsync(offset, buffer, cancellationToken);

    public ValueTask<bool> IsUnchangedAsync(CancellationToken cancellationToken) => content.IsUnchangedAsync(cancellationToken);
}
