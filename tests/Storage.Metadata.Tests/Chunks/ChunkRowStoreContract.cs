using FileStorage.Core.Chunks;
using FileStorage.Storage.Metadata.Chunks;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Tests.Storage.Metadata.Tests.Engines;

namespace FileStorage.Tests.Storage.Metadata.Tests.Chunks;

/// <summary>What the rows of chunks promise on every engine.</summary>
public abstract class ChunkRowStoreContract<TEngine> : IDisposable
    where TEngine : IEngine, new()
{
    private readonly IEngine _engine = new TEngine();
    private readonly Guid _owner = Sample.NewId();
    private readonly ChunkId _id = Sample.NewChunkId();
    private readonly SqlChunkRowStore _store;

    protected ChunkRowStoreContract() => _store = new SqlChunkRowStore(_engine.Shards);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _engine.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_registered_chunk_is_read_back_with_its_reference()
    {
        var row = Sample.Chunk(_id);
        var reference = Sample.Reference(_id, _owner, leasedUntil: 5);
        Assert.Null(await _store.ReadAsync(_id, Token));

        await RegisterAsync(row, reference);

        var found = await _store.ReadAsync(_id, Token);
        AssertSame(row, found!.Value.Row);
        Assert.True(found.Value.HasReferences);
        Assert.Equal([reference], await _store.ListReferencesAsync(_id, null, 10, Token));
    }

    [Fact]
    public async Task A_chunk_without_a_reference_says_so()
    {
        await RegisterAsync(Sample.Chunk(_id));

        Assert.False((await _store.ReadAsync(_id, Token))!.Value.HasReferences);
    }

    [Fact]
    public async Task Registering_a_chunk_twice_is_a_conflict_and_adds_no_reference()
    {
        await RegisterAsync(Sample.Chunk(_id), Sample.Reference(_id, _owner));

        var outcome = await _store.CommitAsync(
            new()
            {
                Id = _id,
                ExpectedRowVersion = 0,
                After = Sample.Chunk(_id),
                AddedReferences = [Sample.Reference(_id, _owner)],
            },
            Token);

        Assert.Equal(WriteOutcome.Conflict, outcome);
        Assert.Single(await _store.ListReferencesAsync(_id, null, 10, Token));
    }

    [Fact]
    public async Task An_owner_has_what_it_refers_to_and_nothing_else()
    {
        var reference = Sample.Reference(_id, _owner);
        await RegisterAsync(Sample.Chunk(_id), reference);
        var unknown = Sample.NewChunkId();

        Assert.True(await _store.OwnerHasAsync(_id, _owner, Token));
        Assert.False(await _store.OwnerHasAsync(_id, Sample.NewId(), Token));
        Assert.Equal([unknown], await _store.FindMissingForOwnerAsync([_id, unknown], _owner, Token));
        Assert.Equal(reference, await _store.FindReferenceAsync(_id, _owner, reference.VersionId, Token));
        Assert.Null(await _store.FindReferenceAsync(_id, _owner, Sample.NewId(), Token));
    }

    [Fact]
    public async Task A_repeated_reference_changes_nothing()
    {
        var reference = Sample.Reference(_id, _owner);
        await RegisterAsync(Sample.Chunk(_id), reference);

        await AddAsync(expected: 1, reference);
        await AddAsync(expected: 2, reference);

        Assert.Equal([reference], await _store.ListReferencesAsync(_id, null, 10, Token));
        Assert.Equal(3, (await _store.ReadAsync(_id, Token))!.Value.Row.RowVersion);
    }

    [Fact]
    public async Task Of_two_leases_the_longer_counts_and_a_lasting_reference_stays()
    {
        var lease = Sample.Reference(_id, _owner, leasedUntil: 10);
        await RegisterAsync(Sample.Chunk(_id), lease);

        await AddAsync(expected: 1, lease with { LeasedUntilUnixMilliseconds = 5 });
        Assert.Equal(10, await LeaseAsync());
        await AddAsync(expected: 2, lease with { LeasedUntilUnixMilliseconds = 20 });
        Assert.Equal(20, await LeaseAsync());
        await AddAsync(expected: 3, lease with { LeasedUntilUnixMilliseconds = null });
        Assert.Null(await LeaseAsync());
        await AddAsync(expected: 4, lease with { LeasedUntilUnixMilliseconds = 30 });
        Assert.Null(await LeaseAsync());
    }

    [Fact]
    public async Task A_commit_under_an_old_row_version_changes_nothing()
    {
        await RegisterAsync(Sample.Chunk(_id), Sample.Reference(_id, _owner));
        await AddAsync(expected: 1, Sample.Reference(_id, _owner));
        var garbage = Sample.NewLocation();

        ChunkCommit[] stale =
        [
            new() { Id = _id, ExpectedRowVersion = 1, AddedReferences = [Sample.Reference(_id, _owner)] },
            new() { Id = _id, ExpectedRowVersion = 1, After = Sample.Chunk(_id) with { PlainBytes = 1 } },
            new() { Id = _id, ExpectedRowVersion = 3, GarbageLocation = garbage },
            new() { Id = _id, ExpectedRowVersion = 1, RemovedReferences = await KeysAsync(), Delete = true },
        ];
        foreach (var commit in stale)
        {
            Assert.Equal(WriteOutcome.Conflict, await _store.CommitAsync(commit, Token));
        }

        Assert.Equal(2, (await _store.ListReferencesAsync(_id, null, 10, Token)).Count);
        Assert.Equal(10_000, (await _store.ReadAsync(_id, Token))!.Value.Row.PlainBytes);
        Assert.Empty(await _store.ListGarbageAsync(long.MaxValue, 10, Token));
    }

    [Fact]
    public async Task A_chunk_that_is_referred_to_is_neither_condemned_nor_deleted()
    {
        var row = Sample.Chunk(_id);
        await RegisterAsync(row, Sample.Reference(_id, _owner));

        Assert.Equal(
            WriteOutcome.Conflict,
            await _store.CommitAsync(new() { Id = _id, ExpectedRowVersion = 1, After = Condemned(row) }, Token));
        Assert.Equal(
            WriteOutcome.Conflict, await _store.CommitAsync(new() { Id = _id, ExpectedRowVersion = 1, Delete = true }, Token));
    }

    [Fact]
    public async Task A_chunk_lives_is_condemned_revived_condemned_and_deleted()
    {
        var row = Sample.Chunk(_id);
        await RegisterAsync(row, Sample.Reference(_id, _owner));

        await CommitAsync(
            new() { Id = _id, ExpectedRowVersion = 1, RemovedReferences = await KeysAsync(), After = Condemned(row) });
        Assert.Equal([_id], (await _store.ListCondemnedAsync(Sample.Now + 1, 10, Token)).Select(chunk => chunk.Id));
        Assert.Empty(await _store.ListCondemnedAsync(Sample.Now, 10, Token));

        await CommitAsync(
            new() { Id = _id, ExpectedRowVersion = 2, After = row, AddedReferences = [Sample.Reference(_id, _owner)] });
        Assert.Empty(await _store.ListCondemnedAsync(long.MaxValue, 10, Token));

        await CommitAsync(
            new() { Id = _id, ExpectedRowVersion = 3, RemovedReferences = await KeysAsync(), After = Condemned(row) });
        await CommitAsync(
            new() { Id = _id, ExpectedRowVersion = 4, Delete = true, GarbageLocation = row.Location, AtUnixMilliseconds = 77 });

        Assert.Null(await _store.ReadAsync(_id, Token));
        var garbage = Assert.Single(await _store.ListGarbageAsync(78, 10, Token));
        Assert.Equal(row.Location.ToArray(), garbage.Location.ToArray());
        Assert.Equal(77, garbage.AtUnixMilliseconds);
    }

    [Fact]
    public async Task Removing_a_reference_that_is_not_there_is_no_conflict()
    {
        await RegisterAsync(Sample.Chunk(_id));

        await CommitAsync(
            new() { Id = _id, ExpectedRowVersion = 1, RemovedReferences = [new ChunkReferenceKey(_owner, Sample.NewId())] });
    }

    [Fact]
    public async Task A_second_place_becomes_garbage_with_the_reference_that_came_with_it()
    {
        var row = Sample.Chunk(_id);
        await RegisterAsync(row, Sample.Reference(_id, _owner));
        var second = Sample.NewLocation();

        await CommitAsync(new()
        {
            Id = _id,
            ExpectedRowVersion = 1,
            AddedReferences = [Sample.Reference(_id, Sample.NewId())],
            GarbageLocation = second,
        });

        AssertSame(row with { RowVersion = 2 }, (await _store.ReadAsync(_id, Token))!.Value.Row);
        Assert.Equal(second, Assert.Single(await _store.ListGarbageAsync(1, 10, Token)).Location.ToArray());
    }

    [Fact]
    public async Task Many_commits_stand_or_fall_each_by_itself()
    {
        await RegisterAsync(Sample.Chunk(_id));
        var commits = Enumerable.Range(0, 20).Select(index =>
        {
            var id = index % 2 == 0 ? Sample.NewChunkId() : _id;
            return new ChunkCommit { Id = id, ExpectedRowVersion = 0, After = Sample.Chunk(id) };
        }).ToList();

        var outcomes = await _store.CommitAllAsync(commits, Token);

        Assert.Equal(
            commits.Select(commit => commit.Id == _id ? WriteOutcome.Conflict : WriteOutcome.Committed), outcomes);
    }

    [Fact]
    public async Task Commits_that_contradict_themselves_are_refused()
    {
        var row = Sample.Chunk(_id);
        ChunkCommit[] wrong =
        [
            new() { Id = _id, ExpectedRowVersion = -1, After = row },
            new() { Id = _id, ExpectedRowVersion = 0 },
            new() { Id = _id, ExpectedRowVersion = 1, After = row, Delete = true },
            new() { Id = _id, ExpectedRowVersion = 1, After = Sample.Chunk(Sample.NewChunkId()) },
            new() { Id = _id, ExpectedRowVersion = 1, Delete = true, AddedReferences = [Sample.Reference(_id, _owner)] },
            new() { Id = _id, ExpectedRowVersion = 1, After = Condemned(row), AddedReferences = [Sample.Reference(_id, _owner)] },
            new() { Id = _id, ExpectedRowVersion = 1, AddedReferences = [Sample.Reference(Sample.NewChunkId(), _owner)] },
        ];

        foreach (var commit in wrong)
        {
            await Assert.ThrowsAsync<ArgumentException>(async () => await _store.CommitAsync(commit, Token));
        }
    }

    [Fact]
    public async Task Chunks_and_references_are_paged_by_their_keys()
    {
        var ids = Enumerable.Range(0, 5).Select(_ => Sample.NewChunkId()).Order().ToList();
        await RegisterAsync(
            Sample.Chunk(ids[0]), [.. Enumerable.Range(0, 3).Select(_ => Sample.Reference(ids[0], _owner))]);
        foreach (var id in ids[1..])
        {
            await RegisterAsync(Sample.Chunk(id));
        }

        var first = await _store.ListAsync(null, 2, Token);
        var rest = await _store.ListAsync(ids[1], 10, Token);

        Assert.Equal(ids, first.Concat(rest).Select(chunk => chunk.Row.Id));
        Assert.Equal([true, false, false, false, false], first.Concat(rest).Select(chunk => chunk.HasReferences));
        var page = await _store.ListReferencesAsync(ids[0], null, 2, Token);
        var last = await _store.ListReferencesAsync(ids[0], new ChunkReferenceKey(_owner, page[1].VersionId), 2, Token);
        Assert.Equal(3, page.Concat(last).Distinct().Count());
    }

    [Fact]
    public async Task Leases_that_have_lapsed_are_listed_oldest_first()
    {
        var late = Sample.Reference(_id, _owner, leasedUntil: 20);
        var early = Sample.Reference(_id, _owner, leasedUntil: 10);
        await RegisterAsync(Sample.Chunk(_id), late, early, Sample.Reference(_id, _owner), Sample.Reference(_id, _owner, 30));

        Assert.Equal([early, late], await _store.ListLapsedLeasesAsync(30, 10, Token));
    }

    [Fact]
    public async Task Garbage_is_added_listed_and_removed_as_often_as_one_likes()
    {
        var row = new GarbageRow { Location = Sample.NewLocation(), AtUnixMilliseconds = 5 };

        await _store.AddGarbageAsync([row], Token);
        await _store.AddGarbageAsync([row with { AtUnixMilliseconds = 9 }], Token);

        Assert.Equal(5, Assert.Single(await _store.ListGarbageAsync(6, 10, Token)).AtUnixMilliseconds);
        await _store.RemoveGarbageAsync([row.Location], Token);
        await _store.RemoveGarbageAsync([row.Location], Token);
        Assert.Empty(await _store.ListGarbageAsync(6, 10, Token));
    }

    [Fact]
    public async Task Totals_count_a_chunk_once_and_its_bytes_once_a_reference()
    {
        var condemned = Sample.Chunk(Sample.NewChunkId());
        await RegisterAsync(Sample.Chunk(_id), Sample.Reference(_id, _owner), Sample.Reference(_id, Sample.NewId()));
        await RegisterAsync(condemned);
        await CommitAsync(new()
        {
            Id = condemned.Id,
            ExpectedRowVersion = 1,
            After = Condemned(condemned),
            GarbageLocation = Sample.NewLocation(),
        });

        Assert.Equal(
            new ChunkTotals
            {
                Chunks = 2,
                CondemnedChunks = 1,
                PlainBytes = 20_000,
                StoredBytes = 10_000,
                References = 2,
                ReferencedBytes = 20_000,
                GarbageLocations = 1,
            },
            await _store.SumAsync(Token));
    }

    [Theory]
    [InlineData(ChunkState.Live)]
    [InlineData(ChunkState.Condemned)]
    public async Task A_chunk_is_marked_as_damaged_whatever_else_it_is(ChunkState state)
    {
        var row = Sample.Chunk(_id);
        await RegisterAsync(row);
        var damaged = (state is ChunkState.Condemned ? Condemned(row) : row) with { IsDamaged = true };

        await CommitAsync(new() { Id = _id, ExpectedRowVersion = 1, After = damaged });

        AssertSame(damaged with { RowVersion = 2 }, (await _store.ReadAsync(_id, Token))!.Value.Row);
        Assert.Equal(state is ChunkState.Condemned ? 1 : 0, (await _store.SumAsync(Token)).CondemnedChunks);
        Assert.Equal(state is ChunkState.Condemned ? 1 : 0, (await _store.ListCondemnedAsync(long.MaxValue, 10, Token)).Count);
    }

    private static ChunkRow Condemned(ChunkRow row) =>
        row with { State = ChunkState.Condemned, CondemnedUnixMilliseconds = Sample.Now };

    private static void AssertSame(ChunkRow expected, ChunkRow actual)
    {
        Assert.Equal(expected with { Location = default }, actual with { Location = default });
        Assert.Equal(expected.Location.ToArray(), actual.Location.ToArray());
    }

    private async Task<long?> LeaseAsync() =>
        Assert.Single(await _store.ListReferencesAsync(_id, null, 10, Token)).LeasedUntilUnixMilliseconds;

    private async Task<List<ChunkReferenceKey>> KeysAsync() =>
        [.. (await _store.ListReferencesAsync(_id, null, 10, Token)).Select(each => new ChunkReferenceKey(each.OwnerId, each.VersionId))];

    private Task RegisterAsync(ChunkRow row, params ChunkReferenceRow[] references) =>
        CommitAsync(new() { Id = row.Id, ExpectedRowVersion = 0, After = row, AddedReferences = references });

    private Task AddAsync(long expected, ChunkReferenceRow reference) =>
        CommitAsync(new() { Id = _id, ExpectedRowVersion = expected, AddedReferences = [reference] });

    private async Task CommitAsync(ChunkCommit commit) =>
        Assert.Equal(WriteOutcome.Committed, await _store.CommitAsync(commit, Token));
}
