using FileStorage.Core.Chunks;
using FileStorage.Storage.Metadata.Chunks;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Drives;
using FileStorage.Storage.Metadata.Files;
using FileStorage.Storage.Metadata.Shards;
using FileStorage.Tests.Storage.Metadata.Tests.Engines;
using Npgsql;

namespace FileStorage.Tests.Storage.Metadata.Tests.Database;

public sealed class PostgresDatabaseTests : MetadataDatabaseContract<PostgresEngine>
{
    [Fact]
    public async Task Writes_that_come_together_share_commits()
    {
        const int Count = 2_000;

        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, Count).Select(index => WriteAsync(Insert($"{index}", Guid.NewGuid())).AsTask()));

        Assert.All(outcomes, outcome => Assert.Equal(WriteOutcome.Committed, outcome));
        Assert.InRange(Engine.Postgres.Lanes.Sum(lane => lane.Commits), 1, Count / 4);
    }

    [Fact]
    public async Task Rows_of_many_writes_that_travel_in_one_statement_stand_or_fall_each_by_itself()
    {
        const int Files = 120;
        var shards = new SingleShard(Database);
        var store = new SqlFileStore(shards);
        var chunks = new SqlChunkRowStore(shards);
        var drives = new SqlDriveStore(shards);
        var drive = Sample.NewId();
        var versions = Enumerable.Range(0, Files).Select(_ => Sample.Version(Sample.NewId(), 1) with { DriveId = drive }).ToList();
        var held = versions.ConvertAll(version => ChunkId.Of(version.Id.ToByteArray()));

        // Of every third file the chunk is missing, of every fifth the number is taken.
        for (var index = 0; index < Files; index += 5)
        {
            await store.AppendAsync(versions[index] with { Id = Sample.NewId() }, inbox: null, Token);
        }

        var registrations = Enumerable.Range(0, Files).Where(index => index % 3 != 0).Select(index => chunks.CommitAsync(
            new ChunkCommit
            {
                Id = held[index],
                ExpectedRowVersion = 0,
                After = Sample.Chunk(held[index]),
                AddedReferences = [Sample.Reference(held[index], drive) with { VersionId = versions[index].Id }],
            },
            Token).AsTask()).ToList();
        var appends = new List<StartedWrite>();
        for (var index = 0; index < Files; index++)
        {
            appends.Add(await store.StartAppendAsync(versions[index], Sample.Inbox(drive, versions[index].Id), held[index], Token));
        }

        Assert.All(await Task.WhenAll(registrations), outcome => Assert.Equal(WriteOutcome.Committed, outcome));
        var shown = new List<Guid>();
        for (var index = 0; index < Files; index++)
        {
            var stands = index % 3 != 0 && index % 5 != 0;
            Assert.Equal(stands ? WriteOutcome.Committed : WriteOutcome.Conflict, await appends[index].Outcome);
            Assert.Equal(stands, await drives.FindInboxAsync(drive, versions[index].Id, Token) is not null);
            Assert.Equal(stands, (await store.FindVersionAsync(drive, versions[index].FileId, versions[index].Id, Token)) is not null);
            if (stands)
            {
                shown.Add(versions[index].Id);
            }
        }

        // One that is not there spoils a commit of a drive that consumes them all in one statement.
        var commit = new DriveCommit { ExpectedRowVersion = 0, Drive = Sample.Drive(drive), ConsumedInboxVersions = [.. shown, Sample.NewId()] };
        Assert.Equal(WriteOutcome.Conflict, await drives.CommitAsync(commit, Token));
        Assert.Equal(shown.Count, (await drives.ReadInboxAsync(drive, Files, Token)).Count);
        Assert.Equal(WriteOutcome.Committed, await drives.CommitAsync(commit with { ConsumedInboxVersions = shown }, Token));
        Assert.Empty(await drives.ReadInboxAsync(drive, Files, Token));
    }

    [Fact]
    public async Task Commits_of_many_drives_in_one_statement_stand_or_fall_each_by_itself()
    {
        const int Drives = 24;
        const int Rounds = 5;
        var store = new SqlDriveStore(new SingleShard(Database));
        var roots = Enumerable.Range(0, Drives).Select(_ => Sample.NewId()).ToList();
        await CommitAllAsync(id => new DriveCommit
        {
            ExpectedRowVersion = 0,
            Drive = Sample.Drive(id),
            InsertedEntries = [Sample.Folder(id, parent: null, name: string.Empty) with { Id = id }],
        });

        for (var round = 1; round <= Rounds; round++)
        {
            // Every fifth drive is wrong about its version, every seventh about an entry.
            var outcomes = await CommitAllAsync(id => new DriveCommit
            {
                ExpectedRowVersion = IsStale(id) ? round + 7 : round,
                Drive = Sample.Drive(id, (IsStale(id) ? round + 7 : round) + 1),
                InsertedEntries = [Sample.File(id, id, $"{round}")],
                UpdatedEntries = [Sample.Folder(id, parent: null, name: string.Empty) with { Id = HasNone(id) ? Sample.NewId() : id, SizeBytes = round }],
            });
            Assert.Equal(roots.ConvertAll(id => IsStale(id) || HasNone(id) ? WriteOutcome.Conflict : WriteOutcome.Committed), outcomes);
        }

        foreach (var id in roots)
        {
            var stands = !IsStale(id) && !HasNone(id);
            Assert.Equal(stands ? Rounds + 1 : 1, (await store.LoadDriveAsync(id, Token))!.RowVersion);
            Assert.Equal(stands ? Rounds : 0, (await store.ListChildrenAsync(id, id, null, 100, Token)).Count);
            Assert.Equal(stands ? Rounds : 0, (await store.FindEntryAsync(id, id, Token))!.SizeBytes);
        }

        bool IsStale(Guid id) => roots.IndexOf(id) % 5 == 0;

        bool HasNone(Guid id) => roots.IndexOf(id) % 7 == 0;

        Task<WriteOutcome[]> CommitAllAsync(Func<Guid, DriveCommit> commit) => Task.WhenAll(roots.Select(id => store.CommitAsync(commit(id), Token).AsTask()));
    }

    [Fact]
    public async Task A_text_that_it_cannot_keep_is_refused_and_its_company_is_not()
    {
        var writes = Enumerable.Range(0, 40).Select(number => WriteAsync(Insert(number == 11 ? "a\0" : $"{number}", Guid.NewGuid())).AsTask()).ToList();

        await Assert.ThrowsAsync<MetadataException>(() => writes[11]);
        writes.RemoveAt(11);
        Assert.All(await Task.WhenAll(writes), outcome => Assert.Equal(WriteOutcome.Committed, outcome));
    }

    [Fact]
    public async Task A_lookup_that_fails_does_not_harm_those_it_travels_with()
    {
        var owner = Guid.NewGuid();
        await WriteAsync(Insert("a", owner));
        var good = new SqlStatement("SELECT owner FROM claims WHERE kind = 'test' AND key = ?1", "a").AsLookup();
        var bad = new SqlStatement("SELECT owner FROM nowhere WHERE key = ?1", "a").AsLookup();

        var answers = Enumerable.Range(0, 200).Select(number => Database.QueryFirstAsync(
            number % 20 == 7 ? bad : good, static row => row.GetGuid(0), Token).AsTask()).ToList();

        for (var number = 0; number < answers.Count; number++)
        {
            if (number % 20 == 7)
            {
                await Assert.ThrowsAsync<MetadataException>(() => answers[number]);
            }
            else
            {
                Assert.Equal(owner, await answers[number]);
            }
        }
    }

    [Fact]
    public async Task A_lane_that_waits_for_somebody_elses_transaction_does_not_keep_the_others()
    {
        var store = new SqlDriveStore(new SingleShard(Database));
        var stuck = Sample.NewId();
        var other = Sample.NewId();
        while (Engine.Postgres.LaneOf(other) == Engine.Postgres.LaneOf(stuck))
        {
            other = Sample.NewId();
        }

        Assert.Equal(WriteOutcome.Committed, await store.CommitAsync(new() { ExpectedRowVersion = 0, Drive = Sample.Drive(stuck) }, Token));
        await using var connection = new NpgsqlConnection(Engine.Options.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await using (var hold = new NpgsqlCommand("UPDATE drives SET policy = policy", connection, transaction))
        {
            Assert.Equal(1, await hold.ExecuteNonQueryAsync(Token));
        }

        var waiting = store.CommitAsync(new() { ExpectedRowVersion = 1, Drive = Sample.Drive(stuck, 2) }, Token).AsTask();
        for (var round = 0; round < 3; round++)
        {
            Assert.Equal(WriteOutcome.Committed, await store.CommitAsync(new() { ExpectedRowVersion = round, Drive = Sample.Drive(other, round + 1) }, Token));
        }

        Assert.False(waiting.IsCompleted);
        await transaction.RollbackAsync(Token);
        Assert.Equal(WriteOutcome.Committed, await waiting);
    }
}
