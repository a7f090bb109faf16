using FileStorage.Core.Chunks;
using FileStorage.Storage.Chunks;

namespace FileStorage.Tests.Storage.Chunks.Tests;

/// <summary>What every chunk store promises. One subclass an adapter; no adapter has a test of its own for these.</summary>
public abstract class ChunkStoreContract
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract IChunkStore Store { get; }

    public static TheoryData<int, bool> Contents => new()
    {
        { 1, true }, { 1, false }, { 127, true }, { 128, true }, { 4096, false }, { 10_000, true }, { 10_000, false },
        { 1024 * 1024, true }, { 1024 * 1024, false }, { ChunkLimits.MaxChunkBytes, true }, { ChunkLimits.MaxChunkBytes, false },
    };

    [Theory]
    [MemberData(nameof(Contents))]
    public async Task What_was_stored_is_read_back_exactly(int length, bool compressible)
    {
        var (id, plain) = Sample.Chunk(length, compressible);

        var location = await Store.PutAsync(id, plain, Token);

        Assert.Equal(plain, await ReadAsync(id, location, length));
    }

    [Fact]
    public async Task A_mark_is_replaced_only_by_who_knows_the_one_that_is_there()
    {
        var mark = Assert.Single(Store.Marks);
        var before = await mark.ReadAsync(Token);
        var (mine, others) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());

        Assert.True(await mark.TryReplaceAsync(before, mine, Token));
        Assert.False(await mark.TryReplaceAsync(before, others, Token));
        Assert.Equal(mine, await mark.ReadAsync(Token));
        Assert.True(await mark.TryReplaceAsync(mine, others, Token));
        Assert.Equal(others, await Assert.Single(Store.Marks).ReadAsync(Token));
    }

    [Fact]
    public async Task A_larger_destination_is_filled_only_as_far_as_the_chunk_reaches()
    {
        var (id, plain) = Sample.Chunk(5000);
        var location = await Store.PutAsync(id, plain, Token);
        var destination = new byte[6000];
        destination.AsSpan(5000).Fill(7);

        Assert.Equal(5000, await Store.ReadAsync(id, location, destination, Token));

        Assert.Equal(plain, destination[..5000]);
        Assert.All(destination[5000..], value => Assert.Equal(7, value));
    }

    [Fact]
    public async Task A_destination_that_is_too_small_is_refused()
    {
        var (id, plain) = Sample.Chunk(5000);
        var location = await Store.PutAsync(id, plain, Token);

        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.ReadAsync(id, location, new byte[4999], Token));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(ChunkLimits.MaxChunkBytes + 1)]
    public async Task A_length_that_no_chunk_has_is_refused(int length)
    {
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await Store.PutAsync(Sample.Chunk(1).Id, new byte[length], Token));
    }

    [Fact]
    public async Task Storing_a_chunk_twice_makes_two_copies_that_live_and_die_alone()
    {
        var (id, plain) = Sample.Chunk(20_000);
        var first = await Store.PutAsync(id, plain, Token);
        var second = await Store.PutAsync(id, plain, Token);
        Assert.NotEqual(first, second);

        await Store.DeleteAsync(first, Token);

        Assert.Equal(plain, await ReadAsync(id, second, plain.Length));
        await Assert.ThrowsAsync<DamagedChunkException>(() => ReadAsync(id, first, plain.Length));
    }

    [Fact]
    public async Task A_location_is_never_given_out_again()
    {
        var (id, plain) = Sample.Chunk(300);
        var seen = new HashSet<ChunkLocation>();

        for (var round = 0; round < 50; round++)
        {
            var location = await Store.PutAsync(id, plain, Token);
            Assert.True(seen.Add(location));
            await Store.DeleteAsync(location, Token);
        }
    }

    [Fact]
    public async Task Deleting_twice_changes_nothing()
    {
        var (id, plain) = Sample.Chunk(300);
        var location = await Store.PutAsync(id, plain, Token);

        await Store.DeleteAsync(location, Token);
        await Store.DeleteAsync(location, Token);

        Assert.DoesNotContain(await ListAsync(), stored => stored.Location == location);
    }

    [Fact]
    public async Task A_location_survives_its_binary_form()
    {
        var (id, plain) = Sample.Chunk(10_000);
        var location = await Store.PutAsync(id, plain, Token);

        var again = ChunkLocation.FromBytes(location.ToByteArray());

        Assert.True(Store.Knows(again));
        Assert.Equal(plain, await ReadAsync(id, again, plain.Length));
    }

    [Fact]
    public async Task The_chunk_of_another_id_is_never_returned()
    {
        var (id, plain) = Sample.Chunk(10_000);
        var (other, _) = Sample.Chunk(10_000);
        var location = await Store.PutAsync(id, plain, Token);

        var exception = await Assert.ThrowsAsync<DamagedChunkException>(() => ReadAsync(other, location, plain.Length));

        Assert.Equal(other, exception.Id);
        Assert.Equal(location, exception.Location);
    }

    [Fact]
    public async Task The_listing_names_every_copy_with_its_place_and_age()
    {
        var (id, plain) = Sample.Chunk(10_000);
        var (other, otherPlain) = Sample.Chunk(2000);
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);
        var locations = new[]
        {
            await Store.PutAsync(id, plain, Token),
            await Store.PutAsync(id, plain, Token),
            await Store.PutAsync(other, otherPlain, Token),
        };

        var listed = (await ListAsync()).Where(stored => locations.Contains(stored.Location)).ToDictionary(stored => stored.Location);

        Assert.Equal(3, listed.Count);
        Assert.Equal(Store.NameOf(id), listed[locations[0]].Name);
        Assert.Equal(Store.NameOf(id), listed[locations[1]].Name);
        Assert.Equal(Store.NameOf(other), listed[locations[2]].Name);
        Assert.All(listed.Values, stored => Assert.InRange(stored.StoredAt, before, DateTimeOffset.UtcNow.AddSeconds(1)));
        Assert.All(listed.Values, stored => Assert.True(stored.StoredBytes > 0));
    }

    [Fact]
    public async Task Names_are_stable_and_do_not_show_the_id()
    {
        var (id, _) = Sample.Chunk(1000);

        Assert.Equal(Store.NameOf(id), Store.NameOf(id));
        Assert.NotEqual(Store.NameOf(id), Store.NameOf(Sample.Chunk(1000).Id));
        Assert.NotEqual(id.ToString(), Store.NameOf(id).ToString());
        await Task.CompletedTask;
    }

    [Fact]
    public async Task A_location_of_another_kind_of_store_is_refused()
    {
        var foreign = new ChunkLocation(
            Store is FileStorage.Storage.Chunks.Memory.MemoryChunkStore ? ChunkStoreKind.S3 : ChunkStoreKind.Memory, 0, 500, 1, 1);

        Assert.False(Store.Knows(foreign));
        await Assert.ThrowsAsync<ArgumentException>(() => ReadAsync(Sample.Chunk(1).Id, foreign, 1));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.DeleteAsync(foreign, Token));
    }

    [Fact]
    public async Task A_location_where_nothing_ever_was_is_damage()
    {
        var (id, plain) = Sample.Chunk(1000);
        var real = await Store.PutAsync(id, plain, Token);
        ChunkLocation[] wrong =
        [
            new(real.Kind, real.Format, real.StoredBytes, real.Container + 1000, real.Position),
            new(real.Kind, real.Format, real.StoredBytes, real.Container, real.Position + 1_000_000),
            new(real.Kind, real.Format, real.StoredBytes, real.Container, ulong.MaxValue),
            new(real.Kind, real.Format, real.StoredBytes + 1, real.Container, real.Position),
            new(real.Kind, real.Format, uint.MaxValue, real.Container, real.Position),
            new(real.Kind, real.Format, 0, real.Container, real.Position),
        ];

        foreach (var location in wrong.Where(location => location != real))
        {
            await Assert.ThrowsAsync<DamagedChunkException>(() => ReadAsync(id, location, 1000));
        }
    }

    [Fact]
    public async Task A_put_that_was_cancelled_before_it_began_stores_nothing()
    {
        var (id, plain) = Sample.Chunk(1000);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Store.PutAsync(id, plain, new CancellationToken(canceled: true)));

        Assert.DoesNotContain(await ListAsync(), stored => stored.Name == Store.NameOf(id));
    }

    [Fact]
    public async Task Many_at_once_are_all_stored()
    {
        var chunks = Enumerable.Range(0, 300).Select(index => Sample.Chunk(100 + (index * 37), index % 2 == 0)).ToArray();

        var locations = await Task.WhenAll(
            chunks.Select(chunk => Task.Run(async () => await Store.PutAsync(chunk.Id, chunk.Plain, Token), Token)));

        Assert.Equal(chunks.Length, locations.Distinct().Count());
        foreach (var (chunk, location) in chunks.Zip(locations))
        {
            Assert.Equal(chunk.Plain, await ReadAsync(chunk.Id, location, chunk.Plain.Length));
        }
    }

    [Fact]
    public async Task Usage_grows_with_what_is_stored()
    {
        var before = Store.GetUsage();

        var (id, plain) = Sample.Chunk(100_000, compressible: false);
        await Store.PutAsync(id, plain, Token);

        Assert.True(Store.GetUsage().StoredBytes >= before.StoredBytes + 100_000);
        Assert.True(Store.GetUsage().FreeBytes > 0);
    }

    protected async Task<byte[]> ReadAsync(ChunkId id, ChunkLocation location, int length)
    {
        var destination = new byte[length];
        var read = await Store.ReadAsync(id, location, destination, Token);
        return destination[..read];
    }

    protected async Task<List<StoredChunk>> ListAsync()
    {
        var list = new List<StoredChunk>();
        await foreach (var stored in Store.ListAsync(Token))
        {
            list.Add(stored);
        }

        return list;
    }
}
