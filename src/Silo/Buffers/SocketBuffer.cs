using System.Buffers;

namespace FileStorage.Silo.Buffers;

/// <summary>A block of <see cref="SocketBufferPool"/>; disposing gives it back.</summary>
internal sealed class SocketBuffer(SocketBufferPool pool, int length) : IMemoryOwner<byte>
{
    public Memory<byte> Memory { get; } = GC.AllocateUninitializedArray<byte>(length, pinned: true);

    public void Dispose() => pool.Return(this);
}
