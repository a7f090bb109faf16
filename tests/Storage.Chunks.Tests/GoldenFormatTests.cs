using System.Security.Cryptography;
using System.Text;
using FileStorage.Core.Chunks;
using FileStorage.Storage.Chunks;
using FileStorage.Storage.Chunks.Disk;
using FileStorage.Tests.Storage.Chunks.Tests.Disk;
using Microsoft.Extensions.Logging.Abstractions;

namespace FileStorage.Tests.Storage.Chunks.Tests;

/// <summary>
/// A folder that version 1 of the format wrote, with a rotation of keys before the last chunk. Whatever comes later must read it.
/// Its keys are in the repository and protect nothing.
/// </summary>
public sealed class GoldenFormatTests : IDisposable
{
    private static readonly byte[] Text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("golden chunk, ", 50)));
    private static readonly byte[] Noise = [.. Enumerable.Range(0, 10).SelectMany(value => SHA256.HashData([(byte)value]))];

    private readonly TestFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, bool> Stored => new()
    {
        { "02010000BD00000001000000000000001000000000000000", true },
        { "02000000D00100000100000000000000CD00000000000000", false },
        { "02010000BD00000001000000000000009D02000000000000", true },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Stored))]
    public async Task What_version_1_stored_is_read(string location, bool text)
    {
        using var store = Open();
        var expected = text ? Text : Noise;
        var destination = new byte[expected.Length];

        await store.ReadAsync(
            ChunkId.Of(expected), ChunkLocation.FromBytes(Convert.FromHexString(location)), destination, Token);

        Assert.Equal(expected, destination);
    }

    [Fact]
    public async Task What_version_1_stored_is_listed_under_the_names_it_gave()
    {
        using var store = Open();
        var listed = new List<StoredChunk>();
        await foreach (var stored in store.ListAsync(Token))
        {
            listed.Add(stored);
        }

        Assert.Equal(Stored.Select(row => row.Data.Item1), listed.Select(stored => Convert.ToHexString(stored.Location.ToByteArray())));
        Assert.Equal("31450710f9e2ed1d2dac53092aaa343ef64705eeb1286f454553411a2fffb51d", listed[0].Name.ToString());
        Assert.Equal(store.NameOf(ChunkId.Of(Text)), listed[2].Name);
        Assert.Equal(store.NameOf(ChunkId.Of(Noise)), listed[1].Name);
    }

    private DiskChunkStore Open()
    {
        foreach (var part in (string[])["chunks", "keys"])
        {
            var target = Directory.CreateDirectory(Path.Combine(_folder.Path, part)).FullName;
            foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Golden", part)))
            {
                File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
            }
        }

        return DiskChunkStore.Open(
            new DiskChunkStoreOptions { Directory = _folder.Path }, TimeProvider.System, NullLogger<DiskChunkStore>.Instance);
    }
}
