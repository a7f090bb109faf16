using FileStorage.Core.Auditing;
using FileStorage.Storage.Metadata.Audit;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Drives;
using FileStorage.Tests.Storage.Metadata.Tests.Engines;

namespace FileStorage.Tests.Storage.Metadata.Tests.Audit;

/// <summary>What the audit promises on every engine.</summary>
public abstract class AuditStoreContract<TEngine> : IDisposable
    where TEngine : IEngine, new()
{
    private readonly IEngine _engine = new TEngine();
    private readonly SqlAuditStore _store;

    protected AuditStoreContract() => _store = new SqlAuditStore(_engine.Shards);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _engine.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Rows_come_back_as_they_were_written_newest_first_or_oldest_first()
    {
        var rows = Rows(5);
        await _store.AppendAsync(rows, Token);

        Assert.Equal(Enumerable.Reverse(rows), await _store.ReadAsync(new AuditFilter { Limit = 10 }, Token));
        Assert.Equal(rows, await _store.ReadAsync(new AuditFilter { Limit = 10, IsOldestFirst = true }, Token));
        Assert.Equal(Sample.Now + 2, rows[2].AtUnixMilliseconds);
    }

    [Fact]
    public async Task Pages_follow_each_other_without_gaps_in_both_orders()
    {
        var rows = Rows(7);
        await _store.AppendAsync(rows, Token);

        foreach (var isOldestFirst in new[] { false, true })
        {
            var read = new List<AuditRow>();
            List<AuditRow> page;
            do
            {
                page = await _store.ReadAsync(
                    new AuditFilter { Limit = 3, IsOldestFirst = isOldestFirst, AfterId = read.Count == 0 ? null : read[^1].Id }, Token);
                read.AddRange(page);
            }
            while (page.Count == 3);

            Assert.Equal(isOldestFirst ? rows : Enumerable.Reverse(rows), read);
        }
    }

    [Fact]
    public async Task An_account_finds_what_it_did_and_what_was_done_to_what_is_its_own_once_each()
    {
        var (me, other) = (Sample.NewId(), Sample.NewId());
        var mine = Row(1) with { ActorId = me, OwnerId = me };
        var byOther = Row(2) with { ActorId = other, OwnerId = me };
        var toOther = Row(3) with { ActorId = me, OwnerId = other };
        var foreign = Row(4) with { ActorId = other, OwnerId = other };
        var byNobody = Row(5) with { ActorId = null, OwnerId = me };
        await _store.AppendAsync([mine, byOther, toOther, foreign, byNobody], Token);

        var found = await _store.ReadAsync(new AuditFilter { AccountId = me, Limit = 10 }, Token);

        Assert.Equal([byNobody.Id, toOther.Id, byOther.Id, mine.Id], found.Select(row => row.Id));
        Assert.Null(found[^1].OwnerId);
        Assert.Equal([mine.Id, byOther.Id], (await _store.ReadAsync(
            new AuditFilter { AccountId = me, Limit = 2, IsOldestFirst = true }, Token)).Select(row => row.Id));
    }

    [Fact]
    public async Task Rows_are_found_by_item_kind_and_time()
    {
        var item = Sample.NewId();
        var rows = Rows(4);
        rows[1] = rows[1] with { ItemId = item, Kind = AuditKind.Purged };
        rows[2] = rows[2] with { ItemId = item };
        await _store.AppendAsync(rows, Token);

        Assert.Equal([rows[2], rows[1]], await _store.ReadAsync(new AuditFilter { ItemId = item, Limit = 10 }, Token));
        Assert.Equal([rows[1]], await _store.ReadAsync(new AuditFilter { Kind = AuditKind.Purged, Limit = 10 }, Token));
        Assert.Equal([rows[1]], await _store.ReadAsync(
            new AuditFilter { ItemId = item, AccountId = rows[1].ActorId, Limit = 10 }, Token));
        Assert.Equal([rows[2], rows[1]], await _store.ReadAsync(
            new AuditFilter { FromUnixMilliseconds = Sample.Now + 1, ToUnixMilliseconds = Sample.Now + 3, Limit = 10 }, Token));
    }

    [Fact]
    public async Task The_same_act_told_twice_is_one_row_that_stays_as_it_was()
    {
        var row = Row(0);
        await _store.AppendAsync([row], Token);

        await _store.AppendAsync([row with { Kind = AuditKind.Purged }, Row(1)], Token);

        Assert.Equal(row, (await _store.ReadAsync(new AuditFilter { Limit = 10 }, Token))[^1]);
    }

    [Fact]
    public async Task No_row_can_be_changed_even_by_a_mistake()
    {
        var row = Row(0);
        await _store.AppendAsync([row], Token);

        await Assert.ThrowsAnyAsync<MetadataException>(async () => await _engine.Shards.OfKey("audit", row.Id.ToString("N")).WriteAsync(
            new MetadataWrite(new SqlStatement("UPDATE audit SET kind = 1")), Token));

        Assert.Equal(row, Assert.Single(await _store.ReadAsync(new AuditFilter { Limit = 10 }, Token)));
    }

    [Fact]
    public async Task Only_rows_of_before_a_time_are_forgotten_and_only_so_many_at_once()
    {
        var rows = Rows(5);
        await _store.AppendAsync(rows, Token);

        Assert.Equal(2, await _store.ForgetAsync(Sample.Now + 3, 2, Token));
        Assert.Equal(1, await _store.ForgetAsync(Sample.Now + 3, 2, Token));
        Assert.Equal(0, await _store.ForgetAsync(Sample.Now + 3, 2, Token));

        Assert.Equal(rows[3..], await _store.ReadAsync(new AuditFilter { Limit = 10, IsOldestFirst = true }, Token));
    }

    [Fact]
    public async Task A_row_in_a_commit_of_a_drive_is_there_if_and_only_if_the_commit_is()
    {
        var drives = new SqlDriveStore(_engine.Shards);
        var driveId = Sample.NewId();
        var (first, lost) = (Row(0), Row(1));

        await drives.CommitAsync(new DriveCommit { ExpectedRowVersion = 0, Drive = Sample.Drive(driveId), AuditRows = [first] }, Token);
        var outcome = await drives.CommitAsync(
            new DriveCommit { ExpectedRowVersion = 7, Drive = Sample.Drive(driveId, rowVersion: 8), AuditRows = [lost] }, Token);

        Assert.Equal(WriteOutcome.Conflict, outcome);
        Assert.Equal([first], await _store.ReadAsync(new AuditFilter { Limit = 10 }, Token));
    }

    private static List<AuditRow> Rows(int count) => [.. Enumerable.Range(0, count).Select(Row)];

    private static AuditRow Row(int number) => new()
    {
        Id = Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(Sample.Now + number)),
        Kind = AuditKind.ShareMade,
        Outcome = AuditOutcome.Failed,
        ActorId = Sample.NewId(),
        OwnerId = Sample.NewId(),
        DeviceId = Sample.NewId(),
        Address = "192.0.2.1",
        DriveId = Sample.NewId(),
        ItemId = Sample.NewId(),
        Other = "b@example.org",
        Detail = """{"access":"read"}""",
    };
}
