using FileStorage.Core.Entries;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.History;
using FileStorage.Storage.Metadata.Drives;

namespace FileStorage.Tests.Grains.Tests.History;

public sealed class RetentionTests : RewindTest
{
    protected override KeyValuePair<string, string?>[] Settings => [new("History:MinVersions", "2"), new("Journal:KeepDays", "1000")];

    [Fact]
    public async Task Old_versions_are_thinned_and_give_their_bytes_and_their_chunks_back()
    {
        var file = await PutAsync(DriveId, "file", new byte[10]);
        for (var size = 20; size <= 60; size += 10)
        {
            file = await SaveAsync(file, new byte[size]);
        }

        Silo.Clock.Advance(TimeSpan.FromDays(29));
        await CollectAsync();
        Assert.Equal(210, await UsedAsync());

        Silo.Clock.Advance(TimeSpan.FromDays(2));
        await CollectAsync();
        await CollectAsync();

        Assert.Equal(110, await UsedAsync());
        Assert.Equal([6, 5], (await File(file.Id).ListAsync(long.MaxValue, 10, DriveId, Token)).Versions.Select(version => version.Number));
        Assert.Empty(await Silo.Drives.ReadInboxAsync(DriveId, 10, Token));
        Assert.Empty(await CheckAsync());
        await AssertRowsAreSoundAsync();
        Silo.Clock.Advance(TimeSpan.FromDays(2));
        await CollectAsync();
        await CollectAsync();
        Assert.Null(await Chunk(new byte[10]).LocateAsync(Token));
        Assert.NotNull(await Chunk(new byte[60]).LocateAsync(Token));
    }

    [Fact]
    public async Task A_thinning_that_was_cut_off_is_finished_and_counted_once()
    {
        var file = await PutAsync(DriveId, "file", new byte[10]);
        file = await SaveAsync(file, new byte[20]);
        file = await SaveAsync(file, new byte[30]);
        var old = (await Silo.Files.FindVersionAsync(DriveId, file.Id, 1, Token))!;
        var inbox = new InboxRow
        {
            DriveId = DriveId,
            VersionId = old.Id,
            FileId = file.Id,
            Payload = new byte[] { 0, 0, 0, 0, 0, 0, 0, 10 },
            AtUnixMilliseconds = 0,
            IsThinned = true,
        };
        await Silo.Files.BeginThinningAsync(old, inbox, Token);

        await TidyAsync();
        var thinned = new ThinnedVersion { DriveId = DriveId, FileId = file.Id, VersionId = old.Id, SizeBytes = 10 };
        await History.ForgetVersionAsync(thinned, Token);
        await Task.WhenAll(File(file.Id).FinishThinningAsync(thinned, Token), History.ForgetVersionAsync(thinned, Token));

        Assert.Equal(50, await UsedAsync());
        Assert.Empty(await CheckAsync());
    }

    [Fact]
    public async Task The_trash_is_purged_when_its_time_is_over_and_not_before()
    {
        var old = await PutAsync(DriveId, "old", [1, 2, 3]);
        await TrashAsync(old.Id);
        Silo.Clock.Advance(TimeSpan.FromDays(20));
        var young = await PutAsync(DriveId, "young", [1]);
        await TrashAsync(young.Id);
        Silo.Clock.Advance(TimeSpan.FromDays(11));

        await CollectAsync();
        await TidyAsync();

        Assert.Equal(young.Id, Assert.Single((await Drive.ListTrashAsync(null, 10, Token)).Entries).Id);
        Assert.Equal(ChangeKind.Purged, (await JournalAsync())[^1].Kind);
        Assert.Null((await JournalAsync())[^1].DeviceId);
        Assert.Equal(1, await UsedAsync());
    }

    [Fact]
    public async Task What_was_restored_and_trashed_again_is_not_purged_for_its_first_time_in_the_trash()
    {
        var file = await PutAsync(DriveId, "file", [1]);
        await TrashAsync(file.Id);

        var refused = await Drive.ExecuteAsync(
            new DriveCommand.Purge
            {
                OperationId = Guid.NewGuid(),
                DeviceId = Guid.Empty,
                EntryId = file.Id,
                OnlyIfTrashedBefore = Silo.Clock.GetUtcNow().AddHours(-1),
            },
            Token);

        Assert.IsType<DriveOutcome.NotPossible>(refused);
        Assert.Single((await Drive.ListTrashAsync(null, 10, Token)).Entries);
    }

    [Fact]
    public async Task An_owner_says_how_long_and_takes_it_back()
    {
        var policy = await History.GetPolicyAsync(Token);
        Assert.Equal((30, 90, 2, 30), (policy.KeepAllDays, policy.DailyDays, policy.MinVersions, policy.TrashDays));
        var file = await PutAsync(DriveId, "file", [1]);
        await TrashAsync(file.Id);

        await History.SetPolicyAsync(policy with { TrashDays = 1 }, Token);
        Silo.Clock.Advance(TimeSpan.FromDays(2));
        await CollectAsync();
        Assert.Empty((await Drive.ListTrashAsync(null, 10, Token)).Entries);
        Assert.Equal(1, (await History.GetPolicyAsync(Token)).TrashDays);

        await History.SetPolicyAsync(null, Token);
        Assert.Equal(policy, await History.GetPolicyAsync(Token));
    }

    [Fact]
    public async Task A_rewind_to_a_content_that_was_thinned_out_tells_so_and_does_the_rest()
    {
        var file = await PutAsync(DriveId, "file", [1]);
        var other = await FolderAsync(DriveId, "other");
        var number = await NumberAsync();
        file = await SaveAsync(file, [2]);
        file = await SaveAsync(file, [3]);
        await SaveAsync(file, [4]);
        await MoveAsync(other.Id, DriveId, "moved");
        await History.SetPolicyAsync(await History.GetPolicyAsync(Token) with { TrashDays = 1000 }, Token);
        Silo.Clock.Advance(TimeSpan.FromDays(40));
        await CollectAsync();

        var report = await RewindAsync(DriveId, number);

        Assert.Equal((1, 0, 1, 1), (report.Contents, report.ContentsDone, report.ContentsGone, report.Moved));
        Assert.True(Assert.IsType<PastOutcome.Found>(
            await History.FindAsync(new PastAddress { ItemId = file.Id }, new Moment { Number = number }, Token)).Item.IsGone);
    }

    private async Task<long> UsedAsync() => (await Drive.GetSummaryAsync(Token)).UsedBytes;
}
