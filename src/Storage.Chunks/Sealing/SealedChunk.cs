namespace FileStorage.Storage.Chunks.Sealing;

/// <summary>A record ready to be written: header, ciphertext and tag in one buffer of <see cref="RecordBuffers"/>.</summary>
internal readonly record struct SealedChunk(byte[] Buffer, int Length, ChunkCodec Codec)
{
    public ReadOnlyMemory<byte> Record => Buffer.AsMemory(0, Length);
}
