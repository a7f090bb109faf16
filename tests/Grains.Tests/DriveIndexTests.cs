using System.Text;
using FileStorage.Grains.Interfaces.Search;

namespace FileStorage.Tests.Grains.Tests;

/// <summary>What is indexed follows what drives tell.</summary>
public sealed class DriveIndexTests : SiloTest
{
    protected override KeyValuePair<string, string?>[] Settings => [new("Journal:KeepRows", "3"), new("Journal:KeepDays", "10")];

    private ISearchGrain Search => Silo.Grains.GetGrain<ISearchGrain>(0);

    [Fact]
    public async Task The_index_follows_what_is_made_renamed_trashed_restored_and_purged()
    {
        var folder = await FolderAsync(DriveId, "papers");
        var file = await PutAsync(folder.Id, "annual report", [1]);
        await FollowAsync();
        Assert.Equal([file.Id], await FindAsync("report"));

        await MoveAsync(file.Id, DriveId, "yearly summary");
        await FollowAsync();
        Assert.Empty(await FindAsync("report"));
        Assert.Equal([file.Id], await FindAsync("summary"));

        await MoveAsync(file.Id, folder.Id, "yearly summary");
        await TrashAsync(folder.Id);
        await FollowAsync();
        Assert.Empty(await FindAsync("summary"));
        Assert.Equal([file.Id], await FindAsync("summary", inTrash: true));

        await PurgeAsync(folder.Id);
        await FollowAsync();
        Assert.Empty(await FindAsync("summary", inTrash: true));
        Assert.Empty(await Search.ListUnreadAsync(10, Token));
    }

    [Fact]
    public async Task An_index_that_comes_too_late_for_the_journal_lists_the_drive_anew()
    {
        var gone = await PutAsync(DriveId, "gone paper", [1]);
        await FollowAsync();
        await TrashAsync(gone.Id);
        await PurgeAsync(gone.Id);
        for (var index = 0; index < 5; index++)
        {
            await FolderAsync(DriveId, $"paper {index}");
        }

        while (await Drive.TidyAsync(Token))
        {
        }

        await FollowAsync();

        Assert.Equal(5, (await FindAsync("paper")).Count);
        Assert.Empty(await FindAsync("gone"));
        Assert.Equal(0, (await Search.GetLagAsync(DriveId, Token)).Changes);
    }

    [Fact]
    public async Task The_lag_is_told_in_changes_contents_and_time()
    {
        await FollowAsync();
        var began = DateTimeOffset.FromUnixTimeMilliseconds(Silo.Clock.GetUtcNow().ToUnixTimeMilliseconds());
        await PutAsync(DriveId, "first", [1]);
        await PutAsync(DriveId, "second", [2]);

        var before = await Search.GetLagAsync(DriveId, Token);
        await FollowAsync();
        var between = await Search.GetLagAsync(DriveId, Token);
        await ReadAllAsync();
        var after = await Search.GetLagAsync(DriveId, Token);

        Assert.Equal((2, 0), (before.Changes, before.Contents));
        Assert.True(before.Since >= began);
        Assert.Equal((0, 2), (between.Changes, between.Contents));
        Assert.Equal(before.Since, between.Since);
        Assert.Equal((0, 0, null), (after.Changes, after.Contents, after.Since));
    }

    [Fact]
    public async Task Drives_that_are_behind_are_listed_and_others_are_not()
    {
        Assert.Equal([DriveId], (await Search.ListBehindAsync(null, Token)).DriveIds);

        await FollowAsync();
        Assert.Empty((await Search.ListBehindAsync(null, Token)).DriveIds);

        await FolderAsync(DriveId, "folder");
        Assert.Equal([DriveId], (await Search.ListBehindAsync(null, Token)).DriveIds);
    }

    [Fact]
    public async Task What_is_indexed_of_a_drive_that_is_gone_is_dropped()
    {
        await Silo.SearchIndex.OpenDriveAsync(Guid.CreateVersion7(), Token);
        await FollowAsync();

        await Search.ListBehindAsync(null, Token);

        Assert.Equal(DriveId, Assert.Single(await Silo.SearchIndex.ListDrivesAsync(null, 10, Token)).DriveId);
    }

    [Fact]
    public async Task Contents_wait_are_read_and_shown()
    {
        var file = await PutAsync(DriveId, "a.txt", Encoding.UTF8.GetBytes("some words"));
        await FollowAsync();

        await ReadAllAsync("The quick brown fox");

        var finding = Assert.Single(await Search.FindAsync(Question("quick"), Token));
        Assert.Equal((file.Id, true), (finding.EntryId, finding.ByContent));
        var snippet = Assert.Single(await Search.ShowAsync([finding], "quick", Token))!;
        Assert.Equal("The quick brown fox", snippet.Text);
        Assert.Equal([4, 5], snippet.Marks);
    }

    [Fact]
    public async Task Rebuilding_reads_everything_again_and_hides_nothing_meanwhile()
    {
        await PutAsync(DriveId, "a.txt", [1]);
        await FollowAsync();
        await ReadAllAsync("text");

        await Search.RebuildAsync(null, Token);

        Assert.Single(await FindAsync("text"));
        Assert.Null((await Search.GetLagAsync(DriveId, Token)).Changes);
        await FollowAsync();
        Assert.Single(await Search.ListUnreadAsync(10, Token));
        Assert.Single(await FindAsync("text"));
        var statistics = await Search.GetStatisticsAsync(Token);
        Assert.Equal((1, 2, 1, 0), (statistics.Drives, statistics.Entries, statistics.UnreadContents, statistics.DrivesBehind));
    }

    private async Task FollowAsync()
    {
        while ((await Silo.Grains.GetGrain<IDriveIndexGrain>(DriveId).AdvanceAsync(Token)).HasMore)
        {
        }
    }

    private async Task ReadAllAsync(string text = "text") => await Search.KeepAsync(
        [
            .. (await Search.ListUnreadAsync(10, Token)).Select(content => new ReadContent
            {
                DriveId = content.DriveId,
                EntryId = content.EntryId,
                VersionId = content.VersionId,
                Text = text,
            }),
        ],
        Token);

    private async Task<List<Guid>> FindAsync(string text, bool inTrash = false) =>
        [.. (await Search.FindAsync(Question(text) with { InTrash = inTrash }, Token)).Select(finding => finding.EntryId)];

    private SearchQuestion Question(string text) =>
        new() { Folders = [new SearchFolder(DriveId, DriveId)], Text = text, Limit = 10 };
}
