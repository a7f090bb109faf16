using FileStorage.Client.Versions;

namespace FileStorage.Sync.Remote.Http;

/// <summary>A small version, downloaded into memory.</summary>
internal sealed class MemoryContent(int sizeBytes) : IWritableContent
{
    public byte[] Bytes { get; } = new byte[sizeBytes];

    public ValueTask WriteAsync(long offset, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        bytes.CopyTo(Bytes.AsMemory((int)offset));
        return ValueTask.CompletedTask;
    }
}
