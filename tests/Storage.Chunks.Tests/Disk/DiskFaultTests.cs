using FileStorage.Core.Chunks;
using FileStorage.Storage.Chunks;
using FileStorage.Storage.Chunks.Scrubbing;

namespace FileStorage.Tests.Storage.Chunks.Tests.Disk;

public sealed class DiskFaultTests : IDisposable
{
    private readonly SimulatedDisk _disk = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _disk.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(100)]
    [InlineData(144)]
    [InlineData(4000)]
    public async Task A_write_that_stops_half_way_fails_its_put_and_harms_nothing_else(int after)
    {
        var (first, second) = (Sample.Chunk(5000, compressible: false), Sample.Chunk(6000, compressible: false));
        var location = await PutAsync(first);
        _disk.Folder.NextWriteFailsAfter = after;

        await Assert.ThrowsAsync<IOException>(() => PutAsync(second));

        await AssertReadableAsync(first, location);
        var again = await PutAsync(second);
        Assert.NotEqual(location.Container, again.Container);
        await AssertReadableAsync(second, again);
        _disk.Restart();
        await AssertReadableAsync(first, location);
        await AssertReadableAsync(second, again);
    }

    [Fact]
    public async Task A_failed_flush_fails_its_puts_and_that_pack_is_never_written_again()
    {
        var (first, second) = (Sample.Chunk(5000), Sample.Chunk(6000));
        var location = await PutAsync(first);
        _disk.Folder.NextSyncFails = true;

        await Assert.ThrowsAsync<IOException>(() => PutAsync(second));

        var again = await PutAsync(second);
        Assert.NotEqual(location.Container, again.Container);
        await AssertReadableAsync(first, location);
        await AssertReadableAsync(second, again);
    }

    [Fact]
    public async Task A_pack_that_cannot_be_made_fails_the_puts_and_the_next_one_is_tried()
    {
        var chunk = Sample.Chunk(5000);
        _disk.Folder.NextCreateFails = true;

        await Assert.ThrowsAsync<IOException>(() => PutAsync(chunk));

        await AssertReadableAsync(chunk, await PutAsync(chunk));
    }

    [Fact]
    public async Task No_room_in_the_middle_of_a_write_is_told_as_a_full_store_and_breaks_nothing()
    {
        var chunk = Sample.Chunk(5000, compressible: false);
        var location = await PutAsync(chunk);
        _disk.Folder.CapacityBytes -= _disk.Folder.FreeBytes - 6000;
        var (id, plain) = Sample.Chunk(5900, compressible: false);

        // Fits before the header of the record is counted in, and not any more once the next pack has a header of its own.
        _disk.Folder.NextSyncFails = true;
        await Assert.ThrowsAnyAsync<IOException>(() => PutAsync((id, plain[..3000])));
        await Assert.ThrowsAsync<StorageFullException>(() => PutAsync((id, plain)));

        await AssertReadableAsync(chunk, location);
        _disk.Folder.CapacityBytes = 1L << 40;
        await AssertReadableAsync((id, plain), await PutAsync((id, plain)));
    }

    [Fact]
    public async Task Deleting_an_orphan_of_a_failed_batch_never_costs_a_pack_with_live_chunks()
    {
        var live = Sample.Chunk(5000, compressible: false);
        var location = await PutAsync(live);
        _disk.Folder.NextSyncFails = true;
        await Assert.ThrowsAsync<IOException>(() => PutAsync(Sample.Chunk(5000, compressible: false)));
        await PutAsync(Sample.Chunk(100));

        await foreach (var stored in _disk.Store.ListAsync(Token))
        {
            if (stored.Location.Container == location.Container && stored.Location != location)
            {
                await _disk.Store.DeleteAsync(stored.Location, Token);
            }
        }

        await AssertReadableAsync(live, location);
    }

    [Fact]
    public async Task Any_flipped_bit_is_damage_or_changes_nothing()
    {
        var chunks = new[] { Sample.Chunk(200, compressible: false), Sample.Chunk(700), Sample.Chunk(300, compressible: false) };
        var locations = new List<ChunkLocation>();
        foreach (var chunk in chunks)
        {
            locations.Add(await PutAsync(chunk));
        }

        var target = locations[1];
        var destination = new byte[700];
        for (var bit = 0L; bit < target.StoredBytes * 8; bit++)
        {
            var at = ((long)target.Position * 8) + bit;
            _disk.Folder.Flip(target.Container, at);
            destination.AsSpan().Clear();
            try
            {
                var length = await _disk.Store.ReadAsync(chunks[1].Id, target, destination, Token);
                Assert.Equal(chunks[1].Plain, destination[..length]);
            }
            catch (DamagedChunkException)
            {
                // The other permitted outcome; and nothing of what was read got out.
                Assert.All(destination, value => Assert.Equal(0, value));
            }

            _disk.Folder.Flip(target.Container, at);
        }

        await AssertReadableAsync(chunks[1], target);
    }

    [Fact]
    public async Task Flipped_bits_of_large_chunks_are_found_by_the_scrubber_too()
    {
        var random = new Random(7);
        var scrubber = new ChunkScrubber(_disk.Store);
        foreach (var compressible in (bool[])[true, false])
        {
            var chunk = Sample.Chunk(300_000, compressible);
            var location = await PutAsync(chunk);
            Assert.Null(await scrubber.CheckAsync(chunk.Id, location, Token));
            for (var round = 0; round < 100; round++)
            {
                var bit = ((long)location.Position * 8) + random.NextInt64(location.StoredBytes * 8L);
                _disk.Folder.Flip(location.Container, bit);
                Assert.NotNull(await scrubber.CheckAsync(chunk.Id, location, Token));
                _disk.Folder.Flip(location.Container, bit);
            }
        }
    }

    [Fact]
    public async Task The_scrubber_finds_a_chunk_that_was_stored_under_a_wrong_id()
    {
        var (id, _) = Sample.Chunk(1000);
        var location = await _disk.Store.PutAsync(id, Sample.Chunk(1000).Plain, Token);

        var damage = await new ChunkScrubber(_disk.Store).CheckAsync(id, location, Token);

        Assert.Contains("bytes are not those of its id", damage!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pack_that_was_cut_off_loses_what_was_cut_and_nothing_else()
    {
        var chunks = Enumerable.Range(0, 6).Select(_ => Sample.Chunk(1000, compressible: false)).ToArray();
        var locations = new List<ChunkLocation>();
        foreach (var chunk in chunks)
        {
            locations.Add(await PutAsync(chunk));
        }

        _disk.Folder.Truncate(locations[0].Container, (int)locations[3].Position + 500);

        for (var index = 0; index < 3; index++)
        {
            await AssertReadableAsync(chunks[index], locations[index]);
        }

        for (var index = 3; index < 6; index++)
        {
            await Assert.ThrowsAsync<DamagedChunkException>(
                async () => await _disk.Store.ReadAsync(chunks[index].Id, locations[index], new byte[1000], Token));
        }
    }

    [Fact]
    public async Task Whatever_was_acknowledged_survives_any_loss_of_power()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            using var disk = new SimulatedDisk(options => (options.Lanes, options.PackBytes) = (1 + (seed % 3), 64 * 1024));
            var acknowledged = new List<((ChunkId, byte[]), ChunkLocation)>();
            for (var round = 0; round < 4; round++)
            {
                var batch = Enumerable.Range(0, random.Next(1, 12))
                    .Select(_ => Sample.Chunk(random.Next(1, 20_000), random.Next(2) == 0))
                    .ToArray();
                disk.Folder.NextSyncFails = random.Next(3) == 0;
                disk.Folder.NextWriteFailsAfter = random.Next(3) == 0 ? random.Next(50_000) : null;
                var puts = batch.Select(chunk => disk.Store.PutAsync(chunk.Id, chunk.Plain, Token).AsTask()).ToArray();
                await ((Task)Task.WhenAll(puts)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
                acknowledged.AddRange(
                    batch.Zip(puts).Where(pair => pair.Second.IsCompletedSuccessfully).Select(pair => (pair.First, pair.Second.Result)));
                disk.LosePower(random);

                foreach (var ((id, plain), location) in acknowledged)
                {
                    var destination = new byte[plain.Length];
                    Assert.Equal(plain.Length, await disk.Store.ReadAsync(id, location, destination, Token));
                    Assert.Equal(plain, destination);
                }

                var listed = new HashSet<ChunkLocation>();
                await foreach (var stored in disk.Store.ListAsync(Token))
                {
                    listed.Add(stored.Location);
                }

                Assert.Superset(acknowledged.Select(pair => pair.Item2).ToHashSet(), listed);
            }
        }
    }

    [Fact]
    public async Task One_flush_serves_all_that_waited()
    {
        using var disk = new ManualResetEventSlim();
        _disk.Folder.SyncsWaitFor = disk;
        var puts = Enumerable.Range(0, 200).Select(_ => PutAsync(Sample.Chunk(1000))).ToArray();

        disk.Set();
        await Task.WhenAll(puts);

        // What the first flush did not take waited for it; they are far from filling a second lane.
        Assert.InRange(_disk.Folder.Syncs, 1, 2);
    }

    private async Task<ChunkLocation> PutAsync((ChunkId Id, byte[] Plain) chunk) =>
        await _disk.Store.PutAsync(chunk.Id, chunk.Plain, Token);

    private async Task AssertReadableAsync((ChunkId Id, byte[] Plain) chunk, ChunkLocation location)
    {
        var destination = new byte[chunk.Plain.Length];
        Assert.Equal(destination.Length, await _disk.Store.ReadAsync(chunk.Id, location, destination, Token));
        Assert.Equal(chunk.Plain, destination);
    }
}
