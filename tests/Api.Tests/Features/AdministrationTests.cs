using System.Net;
using System.Text.Json;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Maintenance;
using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.Features;

public sealed class AdministrationTests(RealHost host)
{
    private static readonly ContractsJsonContext Json = ContractsJsonContext.Default;

    [Fact]
    public async Task Accounts_are_listed_in_pages()
    {
        await using var own = new RealHost([]);
        await own.InitializeAsync();
        await own.MakeAccountAsync();
        await own.MakeAccountAsync();

        var emails = new List<string>();
        string? next = "";
        while (next is not null)
        {
            var answer = await own.Administrator.GetAsync($"/admin/accounts?limit=2&after={Uri.EscapeDataString(next)}");
            var page = await Session.ReadAsync(answer, HttpStatusCode.OK, Json.AccountPageBody);
            emails.AddRange(page.Accounts.Select(account => account.Email));
            next = page.Next;
        }

        Assert.Equal(3, emails.Distinct().Count());
        Assert.Equal(3, emails.Count);
    }

    [Theory]
    [InlineData("check")]
    [InlineData("scrub")]
    [InlineData("collect?graceSeconds=86400")]
    public async Task Maintenance_tells_how_far_it_is_and_that_it_is_done(string run)
    {
        await host.Administrator.PutAsync("/" + Guid.NewGuid().ToString("N"), TestBytes.Random(1000));

        var answer = await host.Administrator.SendAsync(HttpMethod.Post, "/admin/" + run);

        Assert.Equal("application/x-ndjson", answer.Content.Headers.ContentType?.MediaType);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize(line, Json.MaintenanceLineBody)!).ToList();
        Assert.Single(lines, (MaintenanceLineBody line) => line.Done);
        Assert.True(lines[^1].Done);
    }

    [Fact]
    public async Task Keys_are_rotated_and_what_was_stored_stays_readable()
    {
        var content = TestBytes.Random(1000);
        var path = "/" + Guid.NewGuid().ToString("N");
        await host.Administrator.PutAsync(path, content);

        Assert.Equal(HttpStatusCode.NoContent, (await host.Administrator.SendAsync(HttpMethod.Post, "/admin/rotate-keys")).StatusCode);

        Assert.Equal(content, await host.Administrator.GetContentAsync(path));
    }

    [Fact]
    public async Task Statistics_count_what_is_stored()
    {
        await host.Administrator.PutAsync("/" + Guid.NewGuid().ToString("N"), TestBytes.Random(1000));

        var statistics = await Session.ReadAsync(
            await host.Administrator.GetAsync("/admin/statistics"), HttpStatusCode.OK, Json.StatisticsBody);

        Assert.True(statistics.Chunks > 0);
        Assert.True(statistics.LogicalBytes >= 1000);
    }
}
