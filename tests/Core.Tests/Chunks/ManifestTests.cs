using FileStorage.Core.Chunks;

namespace FileStorage.Tests.Core.Tests.Chunks;

public sealed class ManifestTests
{
    private static readonly ChunkId A = ChunkId.Of("a"u8);
    private static readonly ChunkId B = ChunkId.Of("b"u8);

    [Fact]
    public void Sizes_and_offsets_follow_from_the_chunks()
    {
        var manifest = Three();

        Assert.Equal(600, manifest.TotalBytes);
        Assert.Equal([0L, 100, 300, 600], Enumerable.Range(0, 4).Select(manifest.OffsetOf));
        Assert.Equal([0, 0, 1, 1, 2, 2], new long[] { 0, 99, 100, 299, 300, 599 }.Select(manifest.IndexAt));
        Assert.Throws<ArgumentOutOfRangeException>(() => manifest.IndexAt(600));
        Assert.Throws<ArgumentOutOfRangeException>(() => manifest.IndexAt(-1));
    }

    [Fact]
    public void An_empty_file_has_no_chunks()
    {
        Assert.Equal(0, Manifest.Empty.TotalBytes);
        Assert.Empty(Manifest.Empty.ToByteArray());
        Assert.Equal(Manifest.Empty, Manifest.Parse([]));
        Assert.Empty(Manifest.Empty.Slice(0, 0));
    }

    [Fact]
    public void A_range_is_covered_exactly_by_its_slices()
    {
        var manifest = Three();
        for (var offset = 0L; offset <= 600; offset += 7)
        {
            for (var length = 0L; offset + length <= 600; length += 11)
            {
                var position = offset;
                foreach (var slice in manifest.Slice(offset, length))
                {
                    Assert.Equal(position, manifest.OffsetOf(slice.Index) + slice.Skip);
                    Assert.InRange(slice.Take, 1, slice.Chunk.Length - slice.Skip);
                    Assert.Equal(manifest.Chunks[slice.Index], slice.Chunk);
                    position += slice.Take;
                }

                Assert.Equal(offset + length, position);
            }
        }
    }

    [Theory]
    [InlineData(0, 601)]
    [InlineData(600, 1)]
    [InlineData(601, 0)]
    [InlineData(-1, 1)]
    [InlineData(0, -1)]
    [InlineData(long.MaxValue, 1)]
    [InlineData(1, long.MaxValue)]
    public void A_range_outside_of_the_file_is_refused(long offset, long length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Three().Slice(offset, length));

    [Fact]
    public void The_binary_form_is_read_back_and_never_changes()
    {
        var bytes = Three().ToByteArray();

        Assert.Equal(108, bytes.Length);
        Assert.Equal(A.ToByteArray(), bytes[..32]);
        Assert.Equal([100, 0, 0, 0], bytes[32..36]);
        Assert.Equal(Three(), Manifest.Parse(bytes));
        Assert.Equal(ChunkId.Of(bytes), Three().Hash());
    }

    [Fact]
    public void Manifests_are_equal_by_their_chunks()
    {
        Assert.Equal(Three().GetHashCode(), Three().GetHashCode());
        Assert.NotEqual(Three(), new Manifest([new(A, 100), new(B, 200)]));
        Assert.NotEqual(new Manifest([new(A, 1), new(B, 2)]).Hash(), new Manifest([new(B, 2), new(A, 1)]).Hash());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(ChunkLimits.MaxChunkBytes + 1)]
    [InlineData(int.MinValue)]
    public void A_chunk_of_an_impossible_length_is_refused_by_its_index(int length)
    {
        var bytes = Three().ToByteArray();
        BitConverter.TryWriteBytes(bytes.AsSpan(36 + 32), length);

        Assert.Contains("Chunk 1", Assert.Throws<FormatException>(() => Manifest.Parse(bytes)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Manifest([new(A, 1), new(B, length)]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(35)]
    [InlineData(37)]
    public void A_length_that_is_no_multiple_is_refused(int length) =>
        Assert.Contains(
            "multiple", Assert.Throws<FormatException>(() => Manifest.Parse(new byte[length])).Message, StringComparison.Ordinal);

    [Fact]
    public void Too_many_chunks_and_too_large_a_file_are_refused()
    {
        var tooMany = new byte[(ChunkLimits.MaxManifestChunks + 1) * Manifest.BytesPerChunk];
        Assert.Contains("262145 chunks", Assert.Throws<FormatException>(() => Manifest.Parse(tooMany)).Message, StringComparison.Ordinal);

        ManifestChunk[] tooLarge = [.. Enumerable.Repeat(new ManifestChunk(A, ChunkLimits.MaxChunkBytes), 12_801)];
        Assert.Contains("a file has at most", Manifest.Check(tooLarge), StringComparison.Ordinal);
        Assert.Null(Manifest.Check(tooLarge.AsSpan(1)));
    }

    private static Manifest Three() => new([new(A, 100), new(B, 200), new(A, 300)]);
}
