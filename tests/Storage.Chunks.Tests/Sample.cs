using System.Text;
using FileStorage.Core.Chunks;

namespace FileStorage.Tests.Storage.Chunks.Tests;

/// <summary>Chunks to test with; no two calls give the same one, but every run gives the same ones.</summary>
internal static class Sample
{
    private static int _seed;

    public static (ChunkId Id, byte[] Plain) Chunk(int length, bool compressible = true)
    {
        var random = new Random(Interlocked.Increment(ref _seed));
        var plain = new byte[length];
        random.NextBytes(plain);
        if (compressible)
        {
            // Words of a small vocabulary, after 16 random bytes that make the chunk unique.
            var text = new StringBuilder(length + 16);
            while (text.Length < length)
            {
                text.Append("word").Append(random.Next(200)).Append(' ');
            }

            Encoding.ASCII.GetBytes(text.ToString(0, length)).AsSpan(Math.Min(16, length)).CopyTo(plain.AsSpan(Math.Min(16, length)));
        }

        return (ChunkId.Of(plain), plain);
    }
}
