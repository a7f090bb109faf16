using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Files;
using FileStorage.Storage.Metadata.Drives;
using FileStorage.Storage.Metadata.Files;

namespace FileStorage.Tests.Grains.Tests;

public sealed class FileGrainTests : SiloTest
{
    private readonly Guid _fileId = Guid.CreateVersion7();

    [Fact]
    public async Task Each_commit_makes_a_version_and_keeps_the_old_ones()
    {
        var first = await CommitAsync(await PrepareAsync(_fileId, DriveId, "f", [1]));
        var second = await CommitAsync(await PrepareAsync(_fileId, DriveId, "f", [1, 2]));

        Assert.True(Assert.IsType<CommitOutcome.Committed>(first).IsNew);
        Assert.False(Assert.IsType<CommitOutcome.Committed>(second).IsNew);
        var versions = (await File(_fileId).ListAsync(long.MaxValue, 10, DriveId, Token)).Versions;
        Assert.Equal([2, 1], versions.Select(version => version.Number));
        Assert.Equal(3, (await Drive.GetSummaryAsync(Token)).UsedBytes);
    }

    [Fact]
    public async Task A_page_passes_over_versions_that_are_on_their_way_out()
    {
        for (byte number = 1; number <= 7; number++)
        {
            await CommitAsync(await PrepareAsync(_fileId, DriveId, "f", [number]));
        }

        foreach (var row in await Silo.Files.ReadVersionsAsync(DriveId, _fileId, 7, 4, Token))
        {
            Assert.True(await Silo.Files.MarkPurgingAsync(row, onlyIfRefused: false, Token));
        }

        var first = await File(_fileId).ListAsync(long.MaxValue, 1, DriveId, Token);
        var second = await File(_fileId).ListAsync(7, 1, DriveId, Token);
        var third = await File(_fileId).ListAsync(2, 1, DriveId, Token);

        Assert.Equal([7, 2, 1], new[] { first, second, third }.SelectMany(static page => page.Versions).Select(static version => version.Number));
        Assert.Equal([true, true, false], new[] { first, second, third }.Select(static page => page.HasMore));
    }

    [Fact]
    public async Task A_repeated_commit_makes_no_second_version()
    {
        var commit = await PrepareAsync(_fileId, DriveId, "f", [1]);
        var first = Assert.IsType<CommitOutcome.Committed>(await CommitAsync(commit));
        await CommitAsync(await PrepareAsync(_fileId, DriveId, "f", [2]));

        var again = Assert.IsType<CommitOutcome.Committed>(await CommitAsync(commit));

        Assert.Equal(first.Entry.Id, again.Entry.Id);
        Assert.Equal(2, (await File(_fileId).ListAsync(long.MaxValue, 10, DriveId, Token)).Versions.Length);
        Assert.Equal(2, (await Drive.GetSummaryAsync(Token)).UsedBytes);
    }

    [Fact]
    public async Task A_precondition_that_does_not_hold_names_the_current_version()
    {
        var first = await PrepareAsync(_fileId, DriveId, "f", [1]);
        await CommitAsync(first);

        var absent = await PrepareAsync(_fileId, DriveId, "f", [2]) with { Precondition = VersionPrecondition.Absent };
        var other = await PrepareAsync(_fileId, DriveId, "f", [3]) with
        {
            Precondition = VersionPrecondition.Matches,
            ExpectedVersionId = Guid.NewGuid(),
        };

        Assert.Equal(new CommitOutcome.Stale(first.VersionId), await CommitAsync(absent));
        Assert.Equal(new CommitOutcome.Stale(first.VersionId), await CommitAsync(other));
        Assert.IsType<CommitOutcome.Committed>(await CommitAsync(other with { ExpectedVersionId = first.VersionId }));
    }

    [Fact]
    public async Task A_version_that_the_drive_refuses_leaves_nothing_behind()
    {
        await PutAsync(DriveId, "taken", [9]);
        byte[] content = [7, 7, 7];
        var commit = await PrepareAsync(_fileId, DriveId, "taken", content);

        var outcome = await CommitAsync(commit);

        Assert.IsType<DriveOutcome.NameTaken>(Assert.IsType<CommitOutcome.Refused>(outcome).Reason);
        Assert.Empty(await Silo.Files.ReadVersionsAsync(DriveId, _fileId, null, 10, Token));
        Assert.Empty(await Silo.Drives.ReadInboxAsync(DriveId, 10, Token));
        Silo.Clock.Advance(TimeSpan.FromHours(25));
        await Chunk(content).SweepAsync(TimeSpan.FromHours(1), Token);
        Assert.False((await Silo.ChunkRows.ReadAsync(Core.Chunks.ChunkId.Of(content), Token))!.Value.HasReferences);
    }

    [Fact]
    public async Task A_refused_commit_that_is_repeated_finds_its_chunks()
    {
        var blocker = await PutAsync(DriveId, "f", [9]);
        var commit = await PrepareAsync(_fileId, DriveId, "f", [5]);
        Assert.IsType<CommitOutcome.Refused>(await CommitAsync(commit));
        await TrashAsync(blocker.Id);

        Assert.IsType<CommitOutcome.Committed>(await CommitAsync(commit));
        Silo.Clock.Advance(TimeSpan.FromHours(25));
        await Chunk([5]).SweepAsync(TimeSpan.FromHours(1), Token);

        Assert.True((await Silo.ChunkRows.ReadAsync(Core.Chunks.ChunkId.Of([5]), Token))!.Value.HasReferences);
    }

    [Fact]
    public async Task The_quota_counts_every_kept_version_and_refuses_what_is_over_it()
    {
        await Drive.OpenAsync(Guid.Empty, 5, Token);
        await CommitAsync(await PrepareAsync(_fileId, DriveId, "f", [1, 2, 3]));

        var over = await CommitAsync(await PrepareAsync(_fileId, DriveId, "f", [4, 5, 6]));
        var fits = await CommitAsync(await PrepareAsync(_fileId, DriveId, "f", [7, 8]));

        Assert.Equal(new CommitOutcome.Refused(new DriveOutcome.QuotaExceeded(3, 5)), over);
        Assert.IsType<CommitOutcome.Committed>(fits);
        Assert.Equal(5, (await Drive.GetSummaryAsync(Token)).UsedBytes);
    }

    [Fact]
    public async Task A_commit_that_a_crash_cut_off_before_the_drive_knew_is_finished()
    {
        var row = await AppendBehindTheGrainsAsync("lost", [5]);
        Silo.Clock.Advance(TimeSpan.FromMinutes(1));

        await Drive.TidyAsync(Token);

        Assert.Equal(row.Id, (await Drive.ResolveAsync(["lost"], Token)).Entry?.VersionId);
        Assert.Empty(await Silo.Drives.ReadInboxAsync(DriveId, 10, Token));
    }

    [Fact]
    public async Task A_new_version_does_not_overtake_one_that_a_crash_cut_off()
    {
        await AppendBehindTheGrainsAsync("f", [5, 5]);

        var outcome = await CommitAsync(await PrepareAsync(_fileId, DriveId, "f", [6]));

        Assert.Equal(2, Assert.IsType<CommitOutcome.Committed>(outcome).Entry.VersionNumber);
        Assert.Equal(3, (await Drive.GetSummaryAsync(Token)).UsedBytes);
    }

    [Fact]
    public async Task A_late_message_cannot_show_a_version_that_was_undone()
    {
        var blocker = await PutAsync(DriveId, "f", [9]);
        var commit = await PrepareAsync(_fileId, DriveId, "f", [5]);
        Assert.IsType<CommitOutcome.Refused>(await CommitAsync(commit));
        await TrashAsync(blocker.Id);

        var arrival = new VersionArrival
        {
            FileId = _fileId,
            VersionId = commit.VersionId,
            VersionNumber = 1,
            ParentId = DriveId,
            Name = "f",
            SizeBytes = 1,
            Sha256 = null,
            ModifiedAt = commit.ModifiedAt,
            Executable = false,
            DeviceId = DeviceId,
        };

        Assert.IsType<DriveOutcome.NotFound>(await Drive.AcceptAsync(arrival, Token));
        Assert.Null((await Drive.ResolveAsync(["f"], Token)).Entry);
    }

    [Fact]
    public async Task A_commit_that_overtakes_the_reference_on_its_chunk_writes_nothing_and_goes_through_after_it()
    {
        byte[] content = [1, 2, 3];
        var held = await PrepareAsync(_fileId, DriveId, "f", content);
        var early = held with { VersionId = Guid.CreateVersion7(), IsLeaseUnderWay = true, IsNewFile = true };

        Assert.IsType<CommitOutcome.LeaseExpired>(await CommitAsync(early));
        Assert.Null((await Drive.ResolveAsync(["f"], Token)).Entry);
        Assert.Empty((await File(_fileId).ListAsync(long.MaxValue, 10, DriveId, Token)).Versions);

        await HoldAsync(content, Reference(_fileId, early.VersionId));
        var committed = Assert.IsType<CommitOutcome.Committed>(await CommitAsync(early));

        Assert.Equal(early.VersionId, committed.Entry.VersionId);
        Assert.Single((await File(_fileId).ListAsync(long.MaxValue, 10, DriveId, Token)).Versions);
    }

    [Fact]
    public async Task A_commit_near_the_end_of_its_lease_is_refused()
    {
        var commit = await PrepareAsync(_fileId, DriveId, "f", [1]);
        Silo.Clock.Advance(TimeSpan.FromHours(23.99));

        Assert.IsType<CommitOutcome.LeaseExpired>(await CommitAsync(commit));
    }

    [Fact]
    public async Task An_edit_of_something_in_the_trash_is_refused_and_undone()
    {
        await CommitAsync(await PrepareAsync(_fileId, DriveId, "f", [1]));
        await TrashAsync(_fileId);

        var outcome = await CommitAsync(await PrepareAsync(_fileId, DriveId, "f", [2]));

        Assert.Equal(new CommitOutcome.Refused(new DriveOutcome.NotFound()), outcome);
        Assert.Single((await File(_fileId).ListAsync(long.MaxValue, 10, DriveId, Token)).Versions);
    }

    private Task<CommitOutcome> CommitAsync(VersionCommit commit) => File(_fileId).CommitAsync(commit, Token);

    // What a silo leaves behind that dies right after the commit point.
    private async Task<VersionRow> AppendBehindTheGrainsAsync(string name, byte[] content)
    {
        var commit = await PrepareAsync(_fileId, DriveId, name, content);
        var now = Silo.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        var row = new VersionRow
        {
            FileId = _fileId,
            Number = 1,
            Id = commit.VersionId,
            DriveId = DriveId,
            SizeBytes = content.Length,
            Manifest = FileStorage.Grains.Files.VersionMapping.ToBytes(commit.Manifest),
            ContentHash = commit.Manifest.Sha256,
            CreatedUnixMilliseconds = now,
        };
        var inbox = new InboxRow
        {
            DriveId = DriveId,
            VersionId = row.Id,
            FileId = _fileId,
            Payload = new FileStorage.Grains.Files.FilePlace(DriveId, name).ToBytes(),
            AtUnixMilliseconds = now,
        };
        await Silo.Files.AppendAsync(row, inbox, Token);
        return row;
    }
}
