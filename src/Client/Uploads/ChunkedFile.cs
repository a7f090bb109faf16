using System.Buffers;
using FileStorage.Core.Chunks;

namespace FileStorage.Client.Uploads;

/// <summary>What one pass over a file told: its manifest, its hash where that was wanted, and its bytes where they are few.</summary>
internal sealed class ChunkedFile(Manifest manifest, ChunkId? sha256, byte[]? kept) : IDisposable
{
    private byte[]? _kept = kept;

    public Manifest Manifest => manifest;

    public ChunkId? Sha256 => sha256;

    public bool IsKept => _kept is not null;

    /// <summary>These bytes of the file; only where they are kept.</summary>
    public ReadOnlyMemory<byte> Bytes(long offset, int length) => _kept.AsMemory((int)offset, length);

    public void Dispose()
    {
        if (_kept is { } kept)
        {
            _kept = null;
            ArrayPool<byte>.Shared.Return(kept);
        }
    }
}
