using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Chunks;
using FileStorage.Grains.Interfaces.Maintenance;
using FileStorage.Storage.Chunks.Memory;

namespace FileStorage.Tests.Grains.Tests;

public sealed class ChunkGrainTests : SiloTest
{
    private static readonly byte[] Content = [1, 2, 3, 4];

    private IMaintenanceGrain Maintenance => Silo.Grains.GetGrain<IMaintenanceGrain>(0);

    [Fact]
    public async Task A_hash_buys_nothing_from_another_owner()
    {
        await PutAsync(DriveId, "f", Content);
        var stranger = new ChunkReference
        {
            Owner = Guid.NewGuid(),
            FileId = Guid.NewGuid(),
            VersionId = Guid.NewGuid(),
            LeasedUntil = Silo.Clock.GetUtcNow().AddHours(1),
        };

        Assert.False(await Chunk(Content).HoldAsync(stranger, HoldMode.OwnedOnly, Token));
        Assert.True(await Chunk(Content).HoldAsync(Reference(Guid.NewGuid(), Guid.NewGuid()), HoldMode.OwnedOnly, Token));
    }

    [Fact]
    public async Task The_same_bytes_stored_twice_lie_in_the_first_place_and_the_second_is_garbage()
    {
        await PutAsync(DriveId, "f", Content);
        var before = await Chunk(Content).LocateAsync(Token);
        var second = await Silo.Chunks.PutAsync(ChunkId.Of(Content), Content, Token);

        var place = new ChunkPlace { Location = [.. second.ToByteArray()], PlainBytes = 4, StoredBytes = (int)second.StoredBytes };
        await Chunk(Content).RegisterAsync(place, Reference(Guid.NewGuid(), Guid.NewGuid()), Token);

        Assert.Equal(before!.Location, (await Chunk(Content).LocateAsync(Token))!.Location);
        var garbage = Assert.Single(await Silo.ChunkRows.ListGarbageAsync(long.MaxValue, 10, Token));
        Assert.Equal(second.ToByteArray(), garbage.Location.ToArray());
    }

    [Fact]
    public async Task A_chunk_without_references_goes_only_after_the_grace_period_and_then_its_bytes_go_too()
    {
        var file = await PutAsync(DriveId, "f", Content);
        await TrashAsync(file.Id);
        await PurgeAsync(file.Id);
        while (await Drive.TidyAsync(Token))
        {
        }

        await CollectAsync();
        Assert.NotNull(await Chunk(Content).LocateAsync(Token));

        Silo.Clock.Advance(TimeSpan.FromHours(25));
        await CollectAsync();
        Assert.NotNull(await Chunk(Content).LocateAsync(Token));

        Silo.Clock.Advance(TimeSpan.FromHours(25));
        await CollectAsync();
        Assert.Null(await Chunk(Content).LocateAsync(Token));
        Assert.Single(await ListStoredAsync());

        Silo.Clock.Advance(TimeSpan.FromHours(1));
        await CollectAsync();
        Assert.Empty(await ListStoredAsync());
    }

    [Fact]
    public async Task A_damaged_chunk_is_held_by_nobody_new_until_somebody_brings_its_bytes_and_then_by_all()
    {
        var file = await PutAsync(DriveId, "f", Content);
        var before = (await Chunk(Content).LocateAsync(Token))!;
        ((MemoryChunkStore)Silo.Chunks).Damage(ChunkLocation.FromBytes(before.Location.AsSpan()), bit: 3);

        Assert.Single((await ScrubAsync()).Findings);
        var reference = Reference(Guid.CreateVersion7(), Guid.CreateVersion7());
        Assert.False(await Chunk(Content).HoldAsync(reference, HoldMode.WithBytes, Token));
        Assert.False(await Chunk(Content).HoldAsync(reference, HoldMode.OwnedOnly, Token));
        Assert.Equal(before.Location, (await Chunk(Content).LocateAsync(Token))!.Location);
        await HoldAsync(Content, reference);

        var healed = await ScrubAsync();
        Assert.Empty(healed.Findings);
        Assert.NotEqual(before.Location, (await Chunk(Content).LocateAsync(Token))!.Location);
        Assert.True(await Chunk(Content).IsHeldAsync(DriveId, file.VersionId, Token));
        Assert.True(await Chunk(Content).HoldAsync(Reference(Guid.CreateVersion7(), Guid.CreateVersion7()), HoldMode.WithBytes, Token));
    }

    [Fact]
    public async Task A_chunk_that_can_be_read_again_is_as_good_as_any()
    {
        await PutAsync(DriveId, "f", Content);
        var place = (await Chunk(Content).LocateAsync(Token))!;
        var (store, location) = ((MemoryChunkStore)Silo.Chunks, ChunkLocation.FromBytes(place.Location.AsSpan()));
        store.Damage(location, bit: 3);
        Assert.Single((await ScrubAsync()).Findings);

        store.Damage(location, bit: 3);
        var step = await ScrubAsync();

        Assert.Equal((0, 1), (step.Findings.Length, step.Changed));
        Assert.Equal(place, (await Chunk(Content).LocateAsync(Token))! with { Location = place.Location });
        Assert.True(await Chunk(Content).HoldAsync(Reference(Guid.CreateVersion7(), Guid.CreateVersion7()), HoldMode.WithBytes, Token));
        Assert.Empty(await Silo.ChunkRows.ListGarbageAsync(long.MaxValue, 10, Token));
    }

    [Fact]
    public async Task The_scrubber_keeps_its_pauses_and_its_place()
    {
        await PutAsync(DriveId, "f", Content);
        var scrubber = Silo.Grains.GetGrain<IScrubGrain>(0);
        var every = TimeSpan.FromDays(30);

        var first = await scrubber.StepAsync(every, Token);
        var before = (await Chunk(Content).LocateAsync(Token))!;
        ((MemoryChunkStore)Silo.Chunks).Damage(ChunkLocation.FromBytes(before.Location.AsSpan()), bit: 3);

        Assert.Empty(first.Findings);
        Assert.Empty((await scrubber.StepAsync(every, Token)).Findings);
        Silo.Clock.Advance(every);
        Assert.Single((await scrubber.StepAsync(every, Token)).Findings);
    }

    private Task<MaintenanceStep> ScrubAsync() => Maintenance.ScrubAsync(cursor: null, Token);

    [Fact]
    public async Task A_condemned_chunk_that_is_wanted_again_lives()
    {
        var file = await PutAsync(DriveId, "f", Content);
        await TrashAsync(file.Id);
        await PurgeAsync(file.Id);
        while (await Drive.TidyAsync(Token))
        {
        }

        Silo.Clock.Advance(TimeSpan.FromHours(25));
        await CollectAsync();
        Assert.NotEmpty(await Silo.ChunkRows.ListCondemnedAsync(long.MaxValue, 10, Token));

        await PutAsync(DriveId, "g", Content);
        Silo.Clock.Advance(TimeSpan.FromHours(25));
        await CollectAsync();

        Assert.NotNull(await Chunk(Content).LocateAsync(Token));
        Assert.Single(await ListStoredAsync());
    }

    [Fact]
    public async Task A_lease_that_ran_out_holds_if_its_version_was_written_and_ends_if_not()
    {
        byte[] abandoned = [9, 9, 9];
        await PutAsync(DriveId, "f", Content);
        await HoldAsync(abandoned, Reference(Guid.NewGuid(), Guid.NewGuid()));

        Silo.Clock.Advance(TimeSpan.FromHours(25));
        await CollectAsync();

        Assert.True((await Silo.ChunkRows.ReadAsync(ChunkId.Of(Content), Token))!.Value.HasReferences);
        Assert.False((await Silo.ChunkRows.ReadAsync(ChunkId.Of(abandoned), Token))!.Value.HasReferences);
        Assert.Empty(await Silo.ChunkRows.ListLapsedLeasesAsync(long.MaxValue, 10, Token));
    }

    [Fact]
    public async Task Bytes_that_no_row_knows_are_collected_once_they_are_old()
    {
        byte[] orphan = [8, 8, 8];
        await PutAsync(DriveId, "f", Content);
        await Silo.Chunks.PutAsync(ChunkId.Of(orphan), orphan, Token);

        await CollectAsync();
        Assert.Equal(2, (await ListStoredAsync()).Count);

        Silo.Clock.Advance(TimeSpan.FromHours(49));
        await CollectAsync();
        Silo.Clock.Advance(TimeSpan.FromHours(1));
        await CollectAsync();

        var stored = Assert.Single(await ListStoredAsync());
        Assert.Equal(Silo.Chunks.NameOf(ChunkId.Of(Content)), stored.Name);
    }

    [Fact]
    public async Task References_repeated_or_given_back_twice_change_nothing_twice_and_leases_stay_to_their_end()
    {
        var reference = Reference(Guid.NewGuid(), Guid.NewGuid());
        await HoldAsync(Content, reference);
        await HoldAsync(Content, reference);
        await Chunk(Content).ReleaseAsync(DriveId, reference.VersionId, Token);
        Assert.Single(await Silo.ChunkRows.ListReferencesAsync(ChunkId.Of(Content), null, 10, Token));

        Silo.Clock.Advance(TimeSpan.FromHours(25));
        await Chunk(Content).ReleaseAsync(DriveId, reference.VersionId, Token);
        await Chunk(Content).ReleaseAsync(DriveId, reference.VersionId, Token);

        Assert.Empty(await Silo.ChunkRows.ListReferencesAsync(ChunkId.Of(Content), null, 10, Token));
    }

    [Fact]
    public async Task A_check_of_a_sound_service_finds_nothing_and_one_of_lost_bytes_names_the_chunk()
    {
        await PutAsync(DriveId, "f", Content);
        Assert.Empty(await CheckAsync());

        var place = await Chunk(Content).LocateAsync(Token);
        await Silo.Chunks.DeleteAsync(ChunkLocation.FromBytes(place!.Location.AsSpan()), Token);

        Assert.Contains(ChunkId.Of(Content).ToString(), Assert.Single(await CheckAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_finds_a_version_that_lost_a_reference()
    {
        var file = await PutAsync(DriveId, "f", Content);
        Silo.Clock.Advance(TimeSpan.FromHours(25));
        await Chunk(Content).ReleaseAsync(DriveId, file.VersionId, Token);

        Assert.Contains("does not hold its chunk", Assert.Single(await CheckAsync()), StringComparison.Ordinal);
    }

    private async Task<List<string>> CheckAsync()
    {
        var findings = new List<string>();
        string? cursor = null;
        do
        {
            var step = await Maintenance.CheckAsync(cursor, Token);
            findings.AddRange(step.Findings);
            cursor = step.Cursor;
        }
        while (cursor is not null);
        return findings;
    }

    private async Task<List<Storage.Chunks.StoredChunk>> ListStoredAsync()
    {
        var stored = new List<Storage.Chunks.StoredChunk>();
        await foreach (var chunk in Silo.Chunks.ListAsync(Token))
        {
            stored.Add(chunk);
        }

        return stored;
    }
}
