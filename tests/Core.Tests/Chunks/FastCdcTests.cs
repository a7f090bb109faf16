using System.Security.Cryptography;
using FileStorage.Core.Chunks;

namespace FileStorage.Tests.Core.Tests.Chunks;

public sealed class FastCdcTests
{
    private const int Mebibyte = 1024 * 1024;
    private static readonly FastCdc Default = new(ChunkerParameters.Default);
    private static readonly FastCdc Tiny = new(new ChunkerParameters(256, 1024, 4096));

    [Fact]
    public void Cuts_are_the_same_for_ever()
    {
        Assert.Equal(
            "1153656 1260860 281853 1211840 1283044 1209887 1474460 1453632 1517216 1067562 511221 1216054 1374007 1281177 480747",
            string.Join(' ', Lengths(Default, Input(16 * Mebibyte))));
        Assert.Equal(
            "1179 1071 1783 1146 1222 1201 651 1580 1104 1447 1230 1118 1237 1201 390 1255 273 497 415",
            string.Join(' ', Lengths(Tiny, Input(20_000))));
    }

    [Fact]
    public void Chunks_keep_to_the_limits_and_average_about_what_was_asked()
    {
        var lengths = Lengths(Tiny, Input(8 * Mebibyte));

        Assert.All(lengths[..^1], length => Assert.InRange(length, 257, 4096));
        Assert.InRange(lengths[^1], 1, 4096);
        Assert.InRange(lengths.Average(), 900, 1500);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    public void Bytes_without_any_cut_are_cut_at_the_maximum(byte value)
    {
        var input = new byte[10 * Mebibyte];
        input.AsSpan().Fill(value);

        Assert.Equal([4 * Mebibyte, 4 * Mebibyte, 2 * Mebibyte], Lengths(Default, input));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    public void A_short_input_is_one_chunk(int length) =>
        Assert.Equal(length == 0 ? [] : [length], Lengths(Tiny, Input(length)));

    [Fact]
    public void A_window_that_grows_gives_the_same_cuts_as_the_whole()
    {
        var input = Input(200_000);
        var whole = Lengths(Tiny, input);

        var pieces = new List<int>();
        var random = new Random(3);
        for (var start = 0; start < input.Length;)
        {
            int cut;
            var seen = 0;
            do
            {
                seen = Math.Min(input.Length - start, seen + random.Next(1, 700));
                cut = Tiny.Cut(input.AsSpan(start, seen), endOfInput: start + seen == input.Length);
            }
            while (cut == 0);

            pieces.Add(cut);
            start += cut;
        }

        Assert.Equal(whole, pieces);
    }

    [Fact]
    public void The_maximum_is_always_enough_to_see()
    {
        var input = new byte[4 * Mebibyte];

        Assert.Equal(input.Length, Default.Cut(input, endOfInput: false));
        Assert.Equal(0, Default.Cut(input.AsSpan(1), endOfInput: false));
    }

    [Fact]
    public void An_insertion_changes_only_the_chunks_around_it()
    {
        var before = Input(2 * Mebibyte);
        byte[] after = [.. before[..Mebibyte], .. "inserted"u8, .. before[Mebibyte..]];

        var known = Ids(Tiny, before).ToHashSet();
        var added = Ids(Tiny, after).Count(id => !known.Contains(id));

        Assert.InRange(added, 1, 6);
    }

    private static byte[] Input(int length)
    {
        // AES in counter mode over zeros: the same bytes on every machine and every version of .NET.
        using var aes = Aes.Create();
        aes.Key = SHA256.HashData("fastcdc golden input"u8);
        var counters = new byte[(length + 15) / 16 * 16];
        for (var block = 0; block < counters.Length / 16; block++)
        {
            BitConverter.TryWriteBytes(counters.AsSpan(block * 16), (long)block);
        }

        return aes.EncryptEcb(counters, PaddingMode.None)[..length];
    }

    private static List<int> Lengths(FastCdc cdc, ReadOnlySpan<byte> input)
    {
        var lengths = new List<int>();
        while (!input.IsEmpty)
        {
            lengths.Add(cdc.Cut(input, endOfInput: true));
            input = input[lengths[^1]..];
        }

        return lengths;
    }

    private static List<ChunkId> Ids(FastCdc cdc, byte[] input)
    {
        var ids = new List<ChunkId>();
        var start = 0;
        foreach (var length in Lengths(cdc, input))
        {
            ids.Add(ChunkId.Of(input.AsSpan(start, length)));
            start += length;
        }

        return ids;
    }
}
