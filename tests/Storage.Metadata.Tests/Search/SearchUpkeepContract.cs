using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Search;

namespace FileStorage.Tests.Storage.Metadata.Tests.Search;

/// <summary>What every search index promises to those who feed it.</summary>
public abstract class SearchUpkeepContract<TEngine> : SearchIndexTest<TEngine>
    where TEngine : ISearchEngine, new()
{
    [Fact]
    public async Task What_is_in_the_trash_and_below_it_is_found_there_only()
    {
        var folder = await ApplyAsync(Folder("papers", DriveId));
        var inside = await ApplyAsync(File("paper.pdf", folder.Id));

        await ApplyAsync(folder with { IsTrashed = true });

        Assert.Empty(await FindAsync("paper"));
        Assert.Equal([inside.Id, folder.Id], Ids(await FindAsync(Criteria("paper") with { InTrash = true })));

        await ApplyAsync(folder);

        Assert.Equal(2, (await FindAsync("paper")).Count);
    }

    [Fact]
    public async Task What_is_purged_is_gone_with_all_below_it()
    {
        var folder = await ApplyAsync(Folder("papers", DriveId));
        var below = await ApplyAsync(Folder("old papers", folder.Id));
        var inside = await ApplyAsync(File("paper.pdf", below.Id));
        var kept = await ApplyAsync(File("paper.txt"));
        await StoreAsync(inside, "secret");

        await ApplyPageAsync(new IndexPage { Drive = await OpenAsync(), Place = Next(), PurgedIds = [folder.Id] });

        Assert.Equal([kept.Id], Ids(await FindAsync("paper")));
        Assert.Empty(await FindAsync("secret"));
        Assert.Null(await Index.ReadTextAsync(DriveId, inside.Id, Token));
        Assert.Equal(2, (await Index.CountAsync(Token)).Entries);
    }

    [Fact]
    public async Task A_listing_drops_what_it_does_not_tell()
    {
        var kept = await ApplyAsync(File("kept paper.txt"));
        await ApplyAsync(File("gone paper.txt"));
        await StoreAsync(kept, "some text");

        await ApplyPageAsync(new IndexPage { Drive = await OpenAsync(), Place = Next(), BeginsListing = true, Entries = [kept] });
        Assert.Equal(2, (await FindAsync("paper")).Count);
        await ApplyPageAsync(new IndexPage { Drive = await OpenAsync(), Place = Next(), EndsListing = true });

        Assert.Equal([kept.Id], Ids(await FindAsync("paper")));
        Assert.Equal([kept.Id], Ids(await FindAsync("some")));
    }

    [Fact]
    public async Task A_page_read_from_an_older_place_changes_nothing()
    {
        var drive = await OpenAsync();
        await ApplyAsync(File("first.txt"));

        var page = new IndexPage { Drive = drive, Place = Next(), Entries = [File("second.txt")] };

        Assert.Equal(WriteOutcome.Conflict, await Index.ApplyAsync(page, Token));
        Assert.Empty(await FindAsync("second"));
    }

    [Fact]
    public async Task A_place_comes_back_as_it_was_kept()
    {
        var place = new IndexPlace
        {
            Epoch = 3,
            Number = 12,
            ListsFolders = true,
            ListedEntryId = Guid.CreateVersion7(),
            ListedName = "name",
        };
        await ApplyPageAsync(new IndexPage { Drive = await OpenAsync(), Place = place });

        Assert.Equal(place, (await OpenAsync()).Place);
        Assert.Equal([DriveId], (await Index.ListDrivesAsync(null, 10, Token)).Select(drive => drive.DriveId));
    }

    [Fact]
    public async Task Contents_wait_until_they_are_read_once_a_version()
    {
        var file = await ApplyAsync(File("a.txt"));
        Assert.Equal([file.VersionId!.Value], await PendingAsync());
        await StoreAsync(file, "text");
        Assert.Empty(await PendingAsync());

        await ApplyAsync(file with { ModifiedUnixMilliseconds = 5 });
        Assert.Empty(await PendingAsync());

        var next = await ApplyAsync(file with { VersionId = Guid.CreateVersion7() });
        Assert.Equal([next.VersionId!.Value], await PendingAsync());
        Assert.Equal(1, (await Index.CountPendingAsync(DriveId, Token)).Contents);

        // Too late: it belongs to the version before.
        await StoreAsync(file, "late");
        Assert.Equal([next.VersionId!.Value], await PendingAsync());
        Assert.Empty(await FindAsync("late"));
    }

    [Fact]
    public async Task A_content_that_cannot_be_read_is_kept_with_its_reason_and_has_no_text()
    {
        var file = await ApplyAsync(File("a.pdf"));
        await StoreAsync(file, "old text");
        var next = await ApplyAsync(file with { VersionId = Guid.CreateVersion7() });

        await StoreAsync(next, text: null, "it is broken");

        Assert.Empty(await FindAsync("old"));
        Assert.Null(await Index.ReadTextAsync(DriveId, file.Id, Token));
        var totals = await Index.CountAsync(Token);
        Assert.Equal([KeyValuePair.Create("it is broken", 1L)], totals.NotIndexed);
        Assert.Equal(0, totals.PendingContents);
    }

    [Fact]
    public async Task Forgetting_the_place_has_everything_read_anew_and_hides_nothing()
    {
        var file = await ApplyAsync(File("a.txt"));
        await StoreAsync(file, "text");

        await Index.ForgetPlaceAsync(DriveId, Token);

        Assert.Null((await OpenAsync()).Place);
        Assert.Equal([file.Id], Ids(await FindAsync("text")));
        await ApplyPageAsync(new IndexPage { Drive = await OpenAsync(), Place = Next(), BeginsListing = true, EndsListing = true, Entries = [file] });
        Assert.Equal([file.VersionId!.Value], await PendingAsync());
        Assert.Equal([file.Id], Ids(await FindAsync("text")));
    }

    [Fact]
    public async Task A_long_text_comes_back_whole()
    {
        var file = await ApplyAsync(File("a.txt"));
        var text = string.Join('\n', Enumerable.Range(0, 20_000).Select(number => $"line {number} äöü 東京"));
        await StoreAsync(file, text);

        Assert.Equal(text, await Index.ReadTextAsync(DriveId, file.Id, Token));
    }
}
