using FileStorage.Client.Versions;
using FileStorage.Sync.Local;

namespace FileStorage.Sync.Remote.Http;

/// <summary>A staged file as the client writes it.</summary>
internal sealed class StagedContent(IStagedFile staged) : IWritableContent
{
    public ValueTask WriteAsync(long offset, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        staged.WriteAsync(offset, bytes, cancellationToken);
}
