using System.Buffers.Binary;
using FileStorage.Client.Content;
using FileStorage.Core.Chunks;

namespace FileStorage.Tests.Client.Tests.Content;

public sealed class ChunksContentTests
{
    [Fact]
    public async Task Each_chunk_is_its_id_its_length_and_its_bytes()
    {
        byte[][] chunks = [[1, 2, 3], [4]];

        using var content = ChunksContent.Of([.. chunks.Select(bytes => new ChunkBytes(ChunkId.Of(bytes), bytes))]);
        var body = await content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        Assert.Equal(36 + 3 + 36 + 1, body.Length);
        Assert.Equal(body.Length, content.Headers.ContentLength);
        Assert.Equal(ChunkId.Of(chunks[0]), new ChunkId(body.AsSpan(0, 32)));
        Assert.Equal(3, BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(32)));
        Assert.Equal(chunks[0], body[36..39]);
        Assert.Equal(ChunkId.Of(chunks[1]), new ChunkId(body.AsSpan(39, 32)));
        Assert.Equal(1, BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(71)));
        Assert.Equal(chunks[1], body[75..]);
    }
}
