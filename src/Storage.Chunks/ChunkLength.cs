using FileStorage.Core.Chunks;

namespace FileStorage.Storage.Chunks;

internal static class ChunkLength
{
    public static void Check(int plainBytes)
    {
        if (plainBytes is < ChunkLimits.MinChunkBytes or > ChunkLimits.MaxChunkBytes)
        {
            throw new ArgumentException(
                $"A chunk of {plainBytes} bytes cannot be stored; {ChunkLimits.MinChunkBytes} to {ChunkLimits.MaxChunkBytes} are allowed.");
        }
    }
}
