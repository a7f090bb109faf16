using System.Buffers;

namespace FileStorage.Storage.Chunks.Sealing;

/// <summary>A record ready to be written: header, ciphertext and tag in one pooled buffer, which the owner gives back once.</summary>
internal readonly record struct SealedChunk(byte[] Buffer, int Length, ChunkCodec Codec)
{
    public ReadOnlyMemory<byte> Record => Buffer.AsMemory(0, Length);

    public void Return() => ArrayPool<byte>.Shared.Return(Buffer);
}
