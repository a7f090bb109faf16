using FileStorage.Core.Entries;
using FileStorage.Storage.Metadata.Search;

namespace FileStorage.Tests.Storage.Metadata.Tests.Search;

/// <summary>What every search index promises to those who ask it.</summary>
public abstract class SearchQuestionContract<TEngine> : SearchIndexTest<TEngine>
    where TEngine : ISearchEngine, new()
{
    [Theory]
    [InlineData("report")]
    [InlineData("Report")]
    [InlineData("rep")]
    [InlineData("re")]
    [InlineData("r")]
    [InlineData("epor")]
    [InlineData("26.p")]
    [InlineData("2026")]
    [InlineData("pdf")]
    [InlineData("annual 2026")]
    [InlineData("2026 annual")]
    [InlineData("\"report 2026\"")]
    [InlineData("reprot")]
    [InlineData("reeport")]
    [InlineData("rport")]
    [InlineData("resort")]
    [InlineData("anual reprot")]
    public async Task A_name_is_found_by(string text)
    {
        var wanted = await ApplyAsync(File("Annual Report 2026.pdf"));
        await ApplyAsync(File("holiday photo.jpg"));

        Assert.Equal([wanted.Id], Ids(await FindAsync(text)));
    }

    [Theory]
    [InlineData("Übergrößen-Überblick.TXT", "ubergroßen")]
    [InlineData("Cafe\u0301.txt", "CAFÉ")]
    [InlineData("ﬁnance.xls", "finance")]
    [InlineData("東京都の地図.pdf", "京都")]
    [InlineData("Отчёт.doc", "отчет")]
    [InlineData("a.b", "a.b")]
    [InlineData("foo_bar", "bar")]
    public async Task Accents_case_and_scripts_do_not_hide_a_name(string name, string text)
    {
        var wanted = await ApplyAsync(File(name));

        Assert.Equal([wanted.Id], Ids(await FindAsync(text)));
    }

    [Theory]
    [InlineData("reprt xyz")]
    [InlineData("eport2")]
    [InlineData("\"2026 report\"")]
    [InlineData("zzz")]
    [InlineData("roprat")]
    public async Task What_does_not_answer_is_not_found(string text)
    {
        await ApplyAsync(File("Annual Report 2026.pdf"));

        Assert.Empty(await FindAsync(text));
    }

    [Fact]
    public async Task Better_names_come_first()
    {
        var within = await ApplyAsync(File("unreported.txt"));
        var word = await ApplyAsync(File("the report of may.txt"));
        var begins = await ApplyAsync(File("reports of may.txt"));
        var same = await ApplyAsync(File("report.txt"));

        Assert.Equal([same.Id, begins.Id, word.Id, within.Id], Ids(await FindAsync("report")));
    }

    [Fact]
    public async Task A_renamed_file_is_found_by_its_new_name_only()
    {
        var file = await ApplyAsync(File("before.txt"));

        await ApplyAsync(file with { Name = "afterwards.txt" });

        Assert.Empty(await FindAsync("before"));
        Assert.Equal([file.Id], Ids(await FindAsync("afterwards")));
    }

    [Fact]
    public async Task Contents_are_found_by_words_phrases_and_beginnings()
    {
        var file = await ApplyAsync(File("notes.txt"));
        await StoreAsync(file, "The quick brown fox jumps over the lazy dog. Größe zählt.");

        foreach (var text in (string[])["quick", "QUICK fox", "\"brown fox\"", "jum*", "größe*", "zahlt", "\"quick bro*\""])
        {
            Assert.True(Ids(await FindAsync(text)) is [var id] && id == file.Id, text);
        }

        Assert.Empty(await FindAsync("\"fox brown\""));
        Assert.Empty(await FindAsync("jum"));
        Assert.Empty(await FindAsync("quick elephant"));
    }

    [Fact]
    public async Task A_text_that_says_it_more_often_in_fewer_words_comes_first()
    {
        var rarely = await ApplyAsync(File("a.txt"));
        var often = await ApplyAsync(File("b.txt"));
        await StoreAsync(rarely, "invoice " + string.Join(' ', Enumerable.Range(0, 500).Select(number => $"word{number}")));
        await StoreAsync(often, "invoice of an invoice");
        for (var index = 0; index < 20; index++)
        {
            await StoreAsync(await ApplyAsync(File($"other{index}.txt")), "nothing of that");
        }

        Assert.Equal([often.Id, rarely.Id], Ids(await FindAsync("invoice")));
    }

    [Fact]
    public async Task Names_and_contents_can_be_asked_apart()
    {
        var named = await ApplyAsync(File("invoice.txt"));
        var filled = await ApplyAsync(File("b.txt"));
        await StoreAsync(filled, "an invoice");

        Assert.Equal([named.Id], Ids(await FindAsync(Criteria("invoice") with { InContents = false })));
        Assert.Equal([filled.Id], Ids(await FindAsync(Criteria("invoice") with { InNames = false })));
        Assert.Equal([named.Id, filled.Id], Ids(await FindAsync("invoice")));
    }

    [Fact]
    public async Task Conditions_select()
    {
        var folder = await ApplyAsync(Folder("papers", DriveId));
        var small = await ApplyAsync(File("one paper.pdf", folder.Id) with { SizeBytes = 10, ModifiedUnixMilliseconds = 1_000 });
        var large = await ApplyAsync(File("two paper.txt") with { SizeBytes = 1_000_000, ModifiedUnixMilliseconds = 2_000 });
        var question = Criteria("paper");

        Assert.Equal([small.Id], Ids(await FindAsync(question with { Types = ["pdf", "doc"] })));
        Assert.Equal([folder.Id], Ids(await FindAsync(question with { Kind = EntryKind.Folder })));
        Assert.Equal([large.Id], Ids(await FindAsync(question with { MinSizeBytes = 11 })));
        Assert.Equal([small.Id], Ids(await FindAsync(question with { MaxSizeBytes = 10, Kind = EntryKind.File })));
        Assert.Equal([large.Id], Ids(await FindAsync(question with { ModifiedFromUnixMilliseconds = 1_001, Kind = EntryKind.File })));
        Assert.Equal([small.Id], Ids(await FindAsync(question with { ModifiedToUnixMilliseconds = 1_999, Kind = EntryKind.File })));
        Assert.Equal([large.Id, small.Id], Ids(await FindAsync(question with { Terms = [], Kind = EntryKind.File })));
    }

    [Fact]
    public async Task A_folder_is_searched_with_all_below_it_and_nothing_beside_it()
    {
        var folder = await ApplyAsync(Folder("top", DriveId));
        var below = await ApplyAsync(Folder("sub", folder.Id));
        var inside = await ApplyAsync(File("paper.pdf", below.Id));
        var beside = await ApplyAsync(File("paper.txt"));

        Assert.Equal([inside.Id], Ids(await FindAsync(Criteria("paper") with { Roots = [new SearchRoot(DriveId, folder.Id)] })));
        Assert.Equal(new[] { inside.Id, beside.Id }.Order(), Ids(await FindAsync("paper")).Order());
    }

    [Fact]
    public async Task Other_drives_are_not_searched()
    {
        await ApplyAsync(File("paper.pdf"));
        var other = Guid.CreateVersion7();
        await Index.OpenDriveAsync(other, Token);

        Assert.Empty(await FindAsync(Criteria("paper") with { Roots = [new SearchRoot(other, other)] }));
        Assert.Empty(await FindAsync(Criteria("paper") with { Roots = [new SearchRoot(Guid.CreateVersion7(), Guid.Empty)] }));
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("AND OR NOT")]
    [InlineData("a* b\"c")]
    [InlineData("name:(x OR y)")]
    [InlineData("NEAR(a b)")]
    [InlineData("^x - + {} ' \\ %_ *")]
    [InlineData("\0\u0001\u0002\u0002")]
    [InlineData("\ud83d\ude00 \ufffd")]
    public async Task No_text_is_an_error(string text)
    {
        await ApplyAsync(File("a.txt"));

        await FindAsync(text);
    }
}
