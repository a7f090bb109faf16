using FileStorage.Core.Chunks;
using FileStorage.Storage.Chunks;
using FileStorage.Storage.Chunks.Disk;
using Microsoft.Extensions.Logging.Abstractions;

namespace FileStorage.Tests.Storage.Chunks.Tests.Disk;

public sealed class DiskChunkStoreTests : ChunkStoreContract, IDisposable
{
    private readonly TestFolder _folder = new();
    private DiskChunkStore _store;

    public DiskChunkStoreTests() => _store = Open();

    protected override IChunkStore Store => _store;

    private string ChunksFolder => Path.Combine(_folder.Path, "chunks");

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_was_stored_survives_a_restart()
    {
        var chunks = Enumerable.Range(0, 20).Select(index => Sample.Chunk(1000 * (index + 1), index % 2 == 0)).ToArray();
        var locations = new List<ChunkLocation>();
        foreach (var chunk in chunks)
        {
            locations.Add(await _store.PutAsync(chunk.Id, chunk.Plain, Token));
        }

        Reopen();

        foreach (var (chunk, location) in chunks.Zip(locations))
        {
            Assert.Equal(chunk.Plain, await ReadAsync(chunk.Id, location, chunk.Plain.Length));
        }

        Assert.Equal(locations.ToHashSet(), (await ListAsync()).Select(stored => stored.Location).ToHashSet());
    }

    [Fact]
    public async Task A_restart_never_gives_out_a_location_again_even_if_all_was_deleted()
    {
        var (id, plain) = Sample.Chunk(1000);
        var seen = new HashSet<ChunkLocation>();
        for (var round = 0; round < 5; round++)
        {
            var location = await _store.PutAsync(id, plain, Token);
            Assert.True(seen.Add(location));
            await _store.DeleteAsync(location, Token);
            Reopen();
        }
    }

    [Fact]
    public async Task A_copy_made_while_it_is_used_has_what_was_stored_before()
    {
        using var copy = new TestFolder();
        var (id, plain) = Sample.Chunk(10_000);
        var location = await _store.PutAsync(id, plain, Token);
        await foreach (var file in _store.CopyToAsync(copy.Path, Token))
        {
            Assert.Equal(file.Bytes, new FileInfo(Path.Combine(copy.Path, file.Path)).Length);
            await _store.PutAsync(Sample.Chunk(10_000).Id, plain, Token);
        }

        await _store.DeleteAsync(location, Token);
        await Assert.ThrowsAsync<DamagedChunkException>(() => ReadAsync(id, location, plain.Length));
        foreach (var part in Directory.EnumerateDirectories(copy.Path))
        {
            var place = Path.Combine(_folder.Path, Path.GetFileName(part));
            Directory.Delete(place, recursive: true);
            Directory.Move(part, place);
        }

        Reopen();
        Assert.Equal(plain, await ReadAsync(id, location, plain.Length));
    }

    [Fact]
    public async Task A_second_store_in_the_same_folder_is_refused()
    {
        var exception = Assert.Throws<IOException>(Open);

        Assert.Contains("in use", exception.Message, StringComparison.Ordinal);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task Deleting_gives_the_space_back()
    {
        var (id, plain) = Sample.Chunk(1024 * 1024, compressible: false);
        var location = await _store.PutAsync(id, plain, Token);
        var full = _store.GetUsage().StoredBytes;

        await _store.DeleteAsync(location, Token);

        Assert.InRange(_store.GetUsage().StoredBytes, 0, full - (1024 * 1024) + 8192);
        Reopen();
        Assert.InRange(_store.GetUsage().StoredBytes, 0, 16384);
    }

    [Fact]
    public async Task A_pack_in_which_nothing_lives_is_removed()
    {
        Reopen(options => options.PackBytes = 64 * 1024);
        var stored = new List<ChunkLocation>();
        for (var index = 0; index < 40; index++)
        {
            var (id, plain) = Sample.Chunk(20_000, compressible: false);
            stored.Add(await _store.PutAsync(id, plain, Token));
        }

        var packs = Directory.GetFiles(ChunksFolder, "*.pack").Length;
        Assert.True(packs >= 10);
        Reopen(options => options.PackBytes = 64 * 1024);
        foreach (var location in stored)
        {
            await _store.DeleteAsync(location, Token);
        }

        // Only the newest one is kept, for its number.
        Assert.Single(Directory.GetFiles(ChunksFolder, "*.pack"));
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task Reading_goes_on_when_more_packs_are_used_than_may_be_open()
    {
        Reopen(options => (options.PackBytes, options.OpenPacks) = (64 * 1024, 2));
        var chunks = Enumerable.Range(0, 40).Select(_ => Sample.Chunk(20_000, compressible: false)).ToArray();
        var stored = new List<(ChunkId Id, byte[] Plain, ChunkLocation Location)>();
        foreach (var (id, plain) in chunks)
        {
            stored.Add((id, plain, await _store.PutAsync(id, plain, Token)));
        }

        await Parallel.ForEachAsync(Enumerable.Range(0, 2000), Token, async (index, _) =>
        {
            var (id, plain, location) = stored[index * 7 % stored.Count];
            Assert.Equal(plain, await ReadAsync(id, location, plain.Length));
        });
    }

    [Fact]
    public async Task A_tail_that_a_crash_left_is_passed_over()
    {
        var first = Sample.Chunk(5000);
        var second = Sample.Chunk(5000);
        var kept = await _store.PutAsync(first.Id, first.Plain, Token);
        _store.Dispose();
        var pack = Directory.GetFiles(ChunksFolder, "*.pack").Single();
        var whole = await File.ReadAllBytesAsync(pack, Token);
        foreach (var cut in (int[])[1, 50, 127, 128, 500, whole.Length - 17])
        {
            // The record once more, but not all of it.
            await File.WriteAllBytesAsync(pack, [.. whole, .. whole[16..(16 + cut)]], Token);
            _store = Open();

            Assert.Equal([kept], (await ListAsync()).Select(stored => stored.Location));
            Assert.Equal(first.Plain, await ReadAsync(first.Id, kept, 5000));
            var location = await _store.PutAsync(second.Id, second.Plain, Token);
            Assert.Equal(second.Plain, await ReadAsync(second.Id, location, 5000));
            await _store.DeleteAsync(location, Token);
            _store.Dispose();
        }

        _store = Open();
    }

    [Fact]
    public async Task A_damaged_header_does_not_hide_what_lies_behind_it()
    {
        var chunks = Enumerable.Range(0, 5).Select(_ => Sample.Chunk(3000, compressible: false)).ToArray();
        Reopen(options => options.Lanes = 1);
        var locations = new List<ChunkLocation>();
        foreach (var (id, plain) in chunks)
        {
            locations.Add(await _store.PutAsync(id, plain, Token));
        }

        _store.Dispose();
        var pack = Directory.GetFiles(ChunksFolder, "*.pack").Single();
        var bytes = await File.ReadAllBytesAsync(pack, Token);
        bytes[(int)locations[2].Position + 40] ^= 1;
        await File.WriteAllBytesAsync(pack, bytes, Token);
        _store = Open();

        Assert.Equal(
            locations.Where((_, index) => index != 2).ToHashSet(),
            (await ListAsync()).Select(stored => stored.Location).ToHashSet());

        // Whatever the damaged record was, the pack that holds it is not removed.
        await _store.PutAsync(chunks[0].Id, chunks[0].Plain, Token);
        foreach (var location in locations)
        {
            await _store.DeleteAsync(location, Token);
        }

        Assert.True(File.Exists(pack));
    }

    [Fact]
    public async Task A_missing_pack_is_damage_and_is_counted()
    {
        using var damaged = new DamageCount();
        var (id, plain) = Sample.Chunk(5000);
        var location = await _store.PutAsync(id, plain, Token);
        _store.Dispose();
        File.Delete(Directory.GetFiles(ChunksFolder, "*.pack").Single());
        _store = Open();

        await Assert.ThrowsAsync<DamagedChunkException>(() => ReadAsync(id, location, 5000));

        Assert.True(damaged.Value >= 1);
    }

    [Fact]
    public async Task Nothing_stored_shows_the_plain_bytes_or_their_hash()
    {
        var (id, plain) = Sample.Chunk(5000);
        await _store.PutAsync(id, plain, Token);
        _store.Dispose();

        var pack = await File.ReadAllBytesAsync(Directory.GetFiles(ChunksFolder, "*.pack").Single(), Token);

        Assert.Equal(-1, pack.AsSpan().IndexOf(id.ToByteArray()));
        Assert.Equal(-1, pack.AsSpan().IndexOf(plain.AsSpan(100, 16)));
        _store = Open();
    }

    [Fact]
    public async Task A_disk_at_its_reserve_refuses_and_takes_again_when_there_is_room()
    {
        var (id, plain) = Sample.Chunk(5000);
        Reopen(options => options.ReserveBytes = long.MaxValue / 2);

        await Assert.ThrowsAsync<StorageFullException>(async () => await _store.PutAsync(id, plain, Token));

        Assert.Equal(0, _store.GetUsage().FreeBytes);
        Reopen();
        await _store.PutAsync(id, plain, Token);
    }

    [Fact]
    public async Task Queued_chunks_are_still_written_when_the_store_closes()
    {
        var chunks = Enumerable.Range(0, 100).Select(_ => Sample.Chunk(10_000)).ToArray();
        var puts = chunks.Select(chunk => _store.PutAsync(chunk.Id, chunk.Plain, Token).AsTask()).ToArray();

        _store.Dispose();

        var locations = await Task.WhenAll(puts);
        await Assert.ThrowsAsync<ObjectDisposedException>(
            async () => await _store.PutAsync(chunks[0].Id, chunks[0].Plain, Token));
        _store = Open();
        foreach (var (chunk, location) in chunks.Zip(locations))
        {
            Assert.Equal(chunk.Plain, await ReadAsync(chunk.Id, location, 10_000));
        }
    }

    private void Reopen(Action<DiskChunkStoreOptions>? configure = null)
    {
        _store.Dispose();
        _store = Open(configure);
    }

    private DiskChunkStore Open() => Open(configure: null);

    private DiskChunkStore Open(Action<DiskChunkStoreOptions>? configure)
    {
        var options = new DiskChunkStoreOptions { Directory = _folder.Path };
        configure?.Invoke(options);
        return DiskChunkStore.Open(options, TimeProvider.System, NullLogger<DiskChunkStore>.Instance);
    }
}
