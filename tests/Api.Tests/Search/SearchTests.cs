using System.Net;
using System.Text;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.Search;

/// <summary>Finding what is stored, through the door that clients use.</summary>
public sealed class SearchTests(RealHost host)
{
    [Fact]
    public async Task A_file_is_found_by_its_name_and_by_its_content_and_shows_where()
    {
        var session = await host.MakeAccountAsync();
        var file = await session.PutAsync("/papers/Annual Report.txt", Text("All of it went well.\nThe <b>budget</b> of the zebra department grew."));

        var byName = await session.FindAsync("q=annual", hits => hits.Count == 1);
        var byContent = await session.FindAsync("q=zebra+budget&in=content", hits => hits.Count == 1);

        Assert.Equal(file.Id, byName.Hits[0].Item.Id);
        Assert.Equal("/papers/Annual Report.txt", byName.Hits[0].Item.Path);
        Assert.Null(byName.Hits[0].Snippet);
        var snippet = byContent.Hits[0].Snippet!;
        Assert.Equal("All of it went well. The <b>budget</b> of the zebra department grew.", snippet.Text);
        Assert.Equal(["budget", "zebra"], snippet.Marks.Select(mark => snippet.Text.Substring(mark.Start, mark.Length)));
    }

    [Fact]
    public async Task The_answer_tells_that_nothing_is_behind_once_everything_is_indexed()
    {
        var session = await host.MakeAccountAsync();
        await session.PutAsync("/a.txt", Text("some text"));

        var answer = await session.SearchUntilAsync("q=a", body => body.Behind is { Changes: 0, Contents: 0 });

        Assert.Equal(0, answer.Behind.Seconds);
    }

    [Fact]
    public async Task What_is_renamed_moved_changed_and_deleted_is_found_as_it_is_now()
    {
        var session = await host.MakeAccountAsync();
        var file = await session.PutAsync("/first.txt", Text("apple"));
        await session.FindAsync("q=apple", hits => hits.Count == 1);

        await session.PutAsync("/first.txt", Text("banana"));
        await session.FindAsync("q=banana", hits => hits.Count == 1);
        await session.FindAsync("q=apple", hits => hits.Count == 0);

        await session.PostAsync($"/items/{file.Id}/move", new PlaceRequest { Path = "/second.txt" }, ContractsJsonContext.Default.PlaceRequest);
        var moved = await session.FindAsync("q=second", hits => hits.Count == 1);
        Assert.Equal("/second.txt", moved.Hits[0].Item.Path);

        await session.SendAsync(HttpMethod.Delete, $"/items/{file.Id}");
        await session.FindAsync("q=banana", hits => hits.Count == 0);
        var trashed = await session.FindAsync("q=banana&trashed=true", hits => hits.Count == 1);
        Assert.NotNull(trashed.Hits[0].Item.TrashedAt);

        await session.SendAsync(HttpMethod.Delete, $"/trash/{file.Id}");
        await session.FindAsync("q=banana&trashed=true", hits => hits.Count == 0);
    }

    [Fact]
    public async Task What_lies_below_a_trashed_folder_is_not_found_the_same_instant()
    {
        var session = await host.MakeAccountAsync();
        await session.PutAsync("/old/deep/paper.txt", Text("apple"));
        await session.FindAsync("q=apple", hits => hits.Count == 1);

        await session.SendAsync(HttpMethod.Delete, "/items?path=/old");

        Assert.Empty((await session.SearchAsync("q=apple")).Hits);
        Assert.Empty((await session.SearchAsync("q=paper")).Hits);
    }

    [Fact]
    public async Task Nobody_finds_what_belongs_to_others()
    {
        var owner = await host.MakeAccountAsync();
        var stranger = await host.MakeAccountAsync();
        await owner.PutAsync("/secret-plan.txt", Text("confidential wording"));
        await owner.FindAsync("q=confidential", hits => hits.Count == 1);

        Assert.Empty((await stranger.SearchAsync("q=confidential")).Hits);
        Assert.Empty((await stranger.SearchAsync("q=secret")).Hits);
        Assert.Empty((await stranger.SearchAsync($"q=secret&owner={owner.Account.UserId}")).Hits);
        var root = await owner.GetItemAsync("/");
        await Session.ProblemAsync(await stranger.GetAsync($"/search?q=secret&folder={root.Id}"), 404, ProblemTypes.NotFound);
    }

    [Fact]
    public async Task Conditions_select()
    {
        var session = await host.MakeAccountAsync();
        await session.PutAsync("/a/paper one.txt", Text(new string('x', 5000)));
        await session.PutAsync("/b/paper two.md", Text("short"));
        await session.FindAsync("q=paper", hits => hits.Count == 2);

        Assert.Equal(["paper one.txt"], await NamesAsync(session, "q=paper&minSize=1000"));
        Assert.Equal(["paper two.md"], await NamesAsync(session, "q=paper&maxSize=1000"));
        Assert.Equal(["paper two.md"], await NamesAsync(session, "q=paper&type=md,pdf"));
        Assert.Equal(["paper one.txt"], await NamesAsync(session, "q=paper&folder=/a"));
        Assert.Equal(["b"], await NamesAsync(session, "q=b&type=folder"));
        Assert.Equal(2, (await NamesAsync(session, "q=paper&type=document&owner=me")).Count);
        Assert.Empty(await NamesAsync(session, "q=paper&modifiedBefore=2001-01-01T00:00:00Z"));
        Assert.Equal(2, (await NamesAsync(session, "q=paper&modifiedAfter=2001-01-01T00:00:00Z")).Count);
        Assert.Equal(["paper two.md"], await NamesAsync(session, "type=md"));
    }

    [Fact]
    public async Task Pages_hold_every_hit_once()
    {
        var session = await host.MakeAccountAsync();
        for (var index = 0; index < 7; index++)
        {
            await session.PutAsync($"/paper {index}.bin", [0]);
        }

        await session.FindAsync("q=paper", hits => hits.Count == 7);
        var seen = new List<string>();
        string? next = "0";
        while (next is not null)
        {
            var page = await session.SearchAsync($"q=paper&limit=3&after={next}");
            seen.AddRange(page.Hits.Select(hit => hit.Item.Name));
            next = page.Next;
        }

        Assert.Equal(7, seen.Distinct().Count());
        Assert.Equal(7, seen.Count);
    }

    [Theory]
    [InlineData("in=nowhere")]
    [InlineData("minSize=-1")]
    [InlineData("maxSize=big")]
    [InlineData("modifiedAfter=yesterday")]
    [InlineData("owner=bob")]
    [InlineData("trashed=maybe")]
    [InlineData("limit=many")]
    [InlineData("q=a&q=b")]
    public async Task A_parameter_that_cannot_be_read_is_a_problem(string query)
    {
        await Session.ProblemAsync(await host.Administrator.GetAsync("/search?" + query), 400, ProblemTypes.BadRequest);
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("AND OR NOT NEAR(")]
    [InlineData("* ^ - + ( ) { } : ; ' \" \\ %")]
    [InlineData("\0")]
    [InlineData("")]
    public async Task No_question_is_an_error_of_the_server(string text)
    {
        var answer = await host.Administrator.GetAsync("/search?q=" + Uri.EscapeDataString(text));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task The_administrator_has_everything_indexed_anew_while_it_is_searched()
    {
        var session = await host.MakeAccountAsync();
        await session.PutAsync("/paper.txt", Text("apple"));
        await session.FindAsync("q=apple", hits => hits.Count == 1);

        var answer = await host.Administrator.SendAsync(HttpMethod.Post, $"/admin/reindex?account={session.Account.UserId}");

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Single((await session.SearchAsync("q=apple")).Hits);
        await session.SearchUntilAsync("q=apple", body => body.Behind is { Changes: 0, Contents: 0 } && body.Hits.Count == 1);
        var statistics = await Session.ReadAsync(
            await host.Administrator.GetAsync("/admin/search"), HttpStatusCode.OK, ContractsJsonContext.Default.SearchStatisticsBody);
        Assert.True(statistics.Entries > 0);
        Assert.Equal(HttpStatusCode.Forbidden, (await session.SendAsync(HttpMethod.Post, "/admin/reindex")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Administrator.SendAsync(HttpMethod.Post, $"/admin/reindex?account={Guid.NewGuid()}")).StatusCode);
    }

    private static async Task<List<string>> NamesAsync(Session session, string query) =>
        [.. (await session.SearchAsync(query)).Hits.Select(hit => hit.Item.Name)];

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
}
