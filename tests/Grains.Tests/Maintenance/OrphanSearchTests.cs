using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Maintenance;

namespace FileStorage.Tests.Grains.Tests.Maintenance;

/// <summary>A search for bytes that no row knows which may hold only few chunks in memory.</summary>
public sealed class OrphanSearchTests : SiloTest
{
    protected override KeyValuePair<string, string?>[] Settings => [new("Maintenance:OrphanSearchChunks", "8")];

    private IMaintenanceGrain Maintenance => Silo.Grains.GetGrain<IMaintenanceGrain>(0);

    [Fact]
    public async Task A_store_with_more_chunks_is_searched_in_slices_and_every_orphan_is_found_and_nothing_else()
    {
        var expected = new HashSet<ChunkLocation>();
        for (var index = 0; index < 60; index++)
        {
            byte[] content = [1, (byte)index];
            await PutAsync(DriveId, $"f{index}", content);
            byte[] orphan = [2, (byte)index];
            expected.Add(await Silo.Chunks.PutAsync(ChunkId.Of(orphan), orphan, Token));
        }

        Silo.Clock.Advance(TimeSpan.FromHours(49));
        var (steps, examined) = await SearchAsync();

        var garbage = (await Silo.ChunkRows.ListGarbageAsync(long.MaxValue, 1_000, Token)).Select(row => ChunkLocation.FromBytes(row.Location.Span));
        Assert.Equal(expected, garbage.ToHashSet());
        Assert.Equal(120, examined);
        Assert.InRange(steps, 120 / 8, 200);
    }

    [Theory]
    [InlineData("orphans:")]
    [InlineData("orphans:2:2")]
    [InlineData("orphans:-1:2")]
    [InlineData("orphans:1")]
    public async Task A_cursor_of_no_search_is_refused(string cursor) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Maintenance.CollectAsync(cursor, grace: null, Token));

    private async Task<(int Steps, long Examined)> SearchAsync()
    {
        var (steps, examined) = (0, 0L);
        var cursor = "orphans";
        while (cursor?.StartsWith("orphans", StringComparison.Ordinal) is true)
        {
            var step = await Maintenance.CollectAsync(cursor, grace: null, Token);
            Assert.Empty(step.Findings);
            (cursor, steps, examined) = (step.Cursor, steps + 1, examined + step.Examined);
        }

        return (steps, examined);
    }
}
