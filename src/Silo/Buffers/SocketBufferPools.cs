using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace FileStorage.Silo.Buffers;

/// <summary>Gives Kestrel its pools.</summary>
internal sealed class SocketBufferPools : IMemoryPoolFactory<byte>
{
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new SocketBufferPool();
}
