using System.Collections.Immutable;
using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Maintenance;
using FileStorage.Storage.Chunks;
using FileStorage.Storage.Chunks.Marks;
using FileStorage.Storage.Chunks.Memory;

namespace FileStorage.Tests.Grains.Tests.Maintenance;

/// <summary>Two services with a chunk store in common, of which each knows only what it stored itself: a server and a copy of its database.</summary>
public sealed class DeletionGuardTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private MemoryChunkStore? _store;
    private Silo? _original;
    private Silo? _copy;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private MemoryChunkStore Store => _store!;

    private Silo Original => _original!;

    private Silo Copy => _copy!;

    public async ValueTask InitializeAsync()
    {
        _store = new MemoryChunkStore(_clock);
        _original = await Silo.StartAsync(_clock, _store);
        _copy = await Silo.StartAsync(_clock, _store);
    }

    public async ValueTask DisposeAsync()
    {
        await Original.DisposeAsync();
        await Copy.DisposeAsync();
    }

    [Fact]
    public async Task Alone_it_collects_what_no_row_knows()
    {
        await StoreOrphanAsync();
        Assert.Empty(await CollectAsync(Original));
        _clock.Advance(TimeSpan.FromDays(3));

        Assert.Empty(await CollectAsync(Original));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Empty(await CollectAsync(Original));

        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task A_copy_that_runs_with_the_originals_store_deletes_nothing_and_both_say_so_until_one_is_ended()
    {
        Assert.Empty(await CollectAsync(Original));
        await StoreOrphanAsync();
        _clock.Advance(TimeSpan.FromDays(3));

        Assert.Contains("claim-store", Assert.Single((await CollectAsync(Copy)).Distinct()), StringComparison.Ordinal);
        Assert.Contains("claim-store", Assert.Single((await CollectAsync(Original)).Distinct()), StringComparison.Ordinal);
        _clock.Advance(TimeSpan.FromDays(3));
        Assert.NotEmpty(await CollectAsync(Copy));
        Assert.NotEmpty(await CollectAsync(Original));
        Assert.Single(await ListAsync());

        await Original.Grains.GetGrain<IDeletionGuardGrain>(0).ClaimAsync(Token);
        Assert.Empty(await CollectAsync(Original));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Empty(await CollectAsync(Original));
        Assert.Empty(await ListAsync());

        // It was not ended after all.
        Assert.NotEmpty(await CollectAsync(Copy));
        Assert.NotEmpty(await CollectAsync(Original));
    }

    [Fact]
    public async Task A_mark_of_which_nobody_knows_whether_it_was_left_is_ones_own()
    {
        Assert.Empty(await CollectAsync(Original));
        var mark = Assert.IsType<MemoryStoreMark>(Assert.Single(Store.Marks));

        mark.NextReplyIsLost = true;
        await Assert.ThrowsAnyAsync<IOException>(() => CollectAsync(Original));

        Assert.Empty(await CollectAsync(Original));
    }

    [Fact]
    public async Task A_store_that_went_back_in_time_is_not_touched()
    {
        Assert.Empty(await CollectAsync(Original));
        var mark = Assert.Single(Store.Marks);
        var before = await mark.ReadAsync(Token);
        Assert.Empty(await CollectAsync(Original));

        Assert.True(await mark.TryReplaceAsync(await mark.ReadAsync(Token), before!, Token));

        Assert.NotEmpty(await CollectAsync(Original));
    }

    [Fact]
    public async Task What_is_garbage_stays_as_long_as_somebody_holds_the_store()
    {
        var guard = Original.Grains.GetGrain<IDeletionGuardGrain>(0);
        var (backup, other) = (Guid.NewGuid(), Guid.NewGuid());
        await StoreOrphanAsync();
        Assert.Empty(await CollectAsync(Original));
        _clock.Advance(TimeSpan.FromDays(3));
        Assert.True(await guard.HoldAsync(backup, mayBegin: true, Token));
        Assert.True(await guard.HoldAsync(other, mayBegin: true, Token));

        // Three times what a hold lasts, and long enough for the garbage to be due.
        for (var minutes = 0; minutes < 90; minutes += 2)
        {
            _clock.Advance(TimeSpan.FromMinutes(2));
            Assert.True(await guard.HoldAsync(backup, mayBegin: false, Token));
            Assert.Empty(await CollectAsync(Original));
            Assert.Single(await ListAsync());
        }

        Assert.False(await guard.HoldAsync(other, mayBegin: false, Token));
        await guard.LetGoAsync(backup, Token);
        Assert.Empty(await CollectAsync(Original));
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task A_hold_that_is_not_renewed_ends_by_itself_and_its_holder_learns_of_it()
    {
        var guard = Original.Grains.GetGrain<IDeletionGuardGrain>(0);
        var backup = Guid.NewGuid();
        await StoreOrphanAsync();
        _clock.Advance(TimeSpan.FromDays(3));
        Assert.Empty(await CollectAsync(Original));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.True(await guard.HoldAsync(backup, mayBegin: true, Token));
        Assert.Empty(await CollectAsync(Original));
        Assert.Single(await ListAsync());

        _clock.Advance(IDeletionGuardGrain.HoldTime);
        Assert.Empty(await CollectAsync(Original));

        Assert.Empty(await ListAsync());
        Assert.False(await guard.HoldAsync(backup, mayBegin: false, Token));
    }

    private async Task StoreOrphanAsync()
    {
        byte[] content = [1, 2, 3];
        await Store.PutAsync(ChunkId.Of(content), content, Token);
    }

    private async Task<List<StoredChunk>> ListAsync() => await Store.ListAsync(Token).ToListAsync(Token);

    private static async Task<ImmutableArray<string>> CollectAsync(Silo silo)
    {
        var findings = ImmutableArray.CreateBuilder<string>();
        string? cursor = null;
        do
        {
            var step = await silo.Grains.GetGrain<IMaintenanceGrain>(0).CollectAsync(cursor, grace: null, Token);
            findings.AddRange(step.Findings);
            cursor = step.Cursor;
        }
        while (cursor is not null);
        return findings.DrainToImmutable();
    }
}
