using System.Net;
using FileStorage.Api.Contracts.Accounts;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Tests.Api.Tests.Hosting;
using FileStorage.Tests.Api.Tests.Nextcloud;

namespace FileStorage.Tests.Api.Tests.Tus;

/// <summary>Connections that break, requests that meet, quotas that end.</summary>
public sealed class TusTroubleTests(RealHost host)
{
    /// <summary>What no socket takes unless the server is reading it.</summary>
    private const int MoreThanBuffered = 16_000_000;

    [Fact]
    public async Task Of_a_body_that_breaks_off_what_came_is_kept()
    {
        var client = await ClientAsync();
        var content = TestBytes.Random(MoreThanBuffered + 1_000_000);
        var upload = await client.BeginAsync("file", content.Length);
        var body = new PacedContent(content[..MoreThanBuffered], []);
        using var broken = new CancellationTokenSource();
        var request = new HttpRequestMessage(HttpMethod.Patch, "/api/v1" + upload) { Content = TusClient.Typed(body) };
        request.Headers.Add("Authorization", "Bearer " + client.Session.Device.Token);
        request.Headers.Add("Tus-Resumable", "1.0.0");
        request.Headers.Add("Upload-Offset", "0");
        var sending = host.Anonymous.SendAsync(request, broken.Token);
        await body.FirstSent;

        await broken.CancelAsync();
        body.GoOn();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        var offset = await client.OffsetAsync(upload);

        Assert.InRange(offset, 1, MoreThanBuffered);
        Assert.Equal(HttpStatusCode.NoContent, (await client.PatchAsync(upload, offset, content[(int)offset..])).StatusCode);
        Assert.Equal(content, await client.Session.GetContentAsync("/file"));
    }

    [Fact]
    public async Task Who_asks_for_the_offset_ends_the_request_that_still_writes_and_may_go_on_from_there()
    {
        var client = await ClientAsync();
        var content = TestBytes.Random(MoreThanBuffered + 1_000_000);
        var upload = await client.BeginAsync("file", content.Length);
        var hanging = new PacedContent(content[..MoreThanBuffered], content[MoreThanBuffered..]);
        var first = client.PatchAsync(upload, 0, hanging);
        await hanging.FirstSent;

        var offset = await client.OffsetAsync(upload);
        var second = await client.PatchAsync(upload, offset, content[(int)offset..]);
        hanging.GoOn();

        Assert.Equal(HttpStatusCode.NoContent, second.StatusCode);
        Assert.Contains(await StatusAsync(first), new int?[] { 423, null });
        Assert.Equal(content, await client.Session.GetContentAsync("/file"));
    }

    [Fact]
    public async Task Of_two_requests_that_write_at_once_no_byte_is_kept_twice()
    {
        var client = await ClientAsync();
        var content = TestBytes.Random(3_000_000);
        var upload = await client.BeginAsync("file", content.Length);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => client.PatchAsync(upload, 0, content)));

        Assert.All(answers, answer => Assert.Contains((int)answer.StatusCode, new[] { 204, 409, 413, 423 }));
        var offset = await client.OffsetAsync(upload);
        if (offset < content.Length)
        {
            Assert.Equal(HttpStatusCode.NoContent, (await client.PatchAsync(upload, offset, content[(int)offset..])).StatusCode);
        }

        Assert.Equal(content, await client.Session.GetContentAsync("/file"));
    }

    [Fact]
    public async Task What_is_declared_counts_to_the_quota_from_then_on_and_no_more_when_it_is_over()
    {
        var client = await ClientAsync();
        await SetQuotaAsync(client, 1_000_000);
        var first = await client.BeginAsync("a", 600_000);

        var refused = await client.CreateAsync("b", 600_000);
        await client.SendAsync(HttpMethod.Delete, first, null);
        var second = await client.BeginAsync("b", 600_000);
        await client.PatchAsync(second, 0, new byte[600_000]);

        var problem = await Session.ProblemAsync(refused, 507, ProblemTypes.QuotaExceeded);
        Assert.Equal((600_000, 1_000_000), (problem.UsedBytes, problem.QuotaBytes));
        Assert.Equal(507, (int)(await client.CreateAsync("c", 400_001)).StatusCode);
        Assert.Equal(201, (int)(await client.CreateAsync("c", 400_000)).StatusCode);
    }

    [Fact]
    public async Task Where_the_length_is_not_told_what_comes_counts()
    {
        var client = await ClientAsync();
        await SetQuotaAsync(client, 1_000_000);
        var answer = await client.SendAsync(
            HttpMethod.Post, "/tus", null, ("Upload-Defer-Length", "1"), ("Upload-Metadata", TusClient.Metadata(("filename", "f"))));
        var upload = TusClient.AddressOf(answer);
        Assert.Equal(204, (int)(await client.PatchAsync(upload, 0, new byte[700_000])).StatusCode);

        Assert.Equal(507, (int)(await client.PatchAsync(upload, 700_000, new byte[300_001])).StatusCode);
        Assert.Equal(507, (int)(await client.PatchAsync(upload, 700_000, [], ("Upload-Length", "1000001"))).StatusCode);

        Assert.Equal(700_000, await client.OffsetAsync(upload));
        Assert.Equal(204, (int)(await client.PatchAsync(upload, 700_000, new byte[300_000], ("Upload-Length", "1000000"))).StatusCode);
    }

    [Fact]
    public async Task Parts_of_a_Nextcloud_upload_count_to_the_quota_before_they_are_a_file()
    {
        var session = await host.MakeAccountAsync();
        await SetQuotaAsync(new TusClient(session), 1_000);
        var client = new NextcloudClient(host, session);
        await client.SendPartsAsync("first", ("1", new string('a', 600)));

        Assert.Equal(201, await client.Dav.StatusAsync("MKCOL", client.Upload("second")));
        Assert.Equal(507, await client.Dav.StatusAsync("PUT", client.Upload("second/1"), NextcloudClient.Bytes(new string('b', 600))));
        Assert.Equal(507, await client.Dav.StatusAsync("MKCOL", client.Upload("third"), null, ("OC-Total-Length", "600")));
        Assert.Equal(204, await client.Dav.StatusAsync("DELETE", client.Upload("first")));
        Assert.Equal(201, await client.Dav.StatusAsync("MKCOL", client.Upload("third"), null, ("OC-Total-Length", "600")));
    }

    [Fact]
    public async Task Partial_uploads_come_side_by_side_and_become_one_file()
    {
        var client = await ClientAsync();
        var content = TestBytes.Random(2_000_000);
        var (first, second) = (await PartialAsync(client, 900_000), await PartialAsync(client, 1_100_000));
        await Task.WhenAll(
            client.PatchAsync(first, 0, content[..900_000]), client.PatchAsync(second, 0, content[900_000..]));
        Assert.Equal("partial", TusClient.Header(await client.HeadAsync(first), "Upload-Concat"));

        var answer = await JoinAsync(client, first, second);
        var again = await JoinAsync(client, first, second);

        var final = TusClient.AddressOf(answer);
        Assert.Equal((HttpStatusCode.Created, final), (again.StatusCode, TusClient.AddressOf(again)));
        Assert.Equal(content, await client.Session.GetContentAsync("/joined"));
        var head = await client.HeadAsync(final);
        Assert.Equal("2000000", TusClient.Header(head, "Upload-Offset"));
        Assert.Equal("2000000", TusClient.Header(head, "Upload-Length"));
        Assert.Equal($"final;/api/v1{first} /api/v1{second}", TusClient.Header(head, "Upload-Concat"));
        Assert.Equal(HttpStatusCode.Forbidden, (await client.PatchAsync(final, 2_000_000, [])).StatusCode);
        var versions = await Session.ReadAsync(
            await client.Session.GetAsync("/items/versions?path=/joined"), HttpStatusCode.OK, ContractsJsonContext.Default.VersionPageBody);
        Assert.Single(versions.Versions);
    }

    [Fact]
    public async Task What_is_not_whole_or_not_partial_is_not_joined()
    {
        var (client, other) = (await ClientAsync(), await ClientAsync());
        var open = await PartialAsync(client, 10);
        var file = await client.BeginAsync("file", 0);
        var foreign = await PartialAsync(other, 0);

        await Session.ProblemAsync(await JoinAsync(client, open), 409, ProblemTypes.NotPossible);
        await Session.ProblemAsync(await JoinAsync(client, file), 409, ProblemTypes.NotPossible);
        await Session.ProblemAsync(await JoinAsync(client, foreign), 404, ProblemTypes.NotFound);
        await Session.ProblemAsync(await client.SendAsync(
            HttpMethod.Post, "/tus", null, ("Upload-Concat", "final;/somewhere/else")), 400, ProblemTypes.BadRequest);
        Assert.False(await client.Session.ExistsAsync("/joined"));
    }

    private static async Task<string> PartialAsync(TusClient client, long length) => TusClient.AddressOf(
        await client.SendAsync(HttpMethod.Post, "/tus", null, ("Upload-Concat", "partial"), ("Upload-Length", $"{length}")));

    private static Task<HttpResponseMessage> JoinAsync(TusClient client, params string[] partials) => client.SendAsync(
        HttpMethod.Post,
        "/tus",
        null,
        ("Upload-Concat", "final;" + string.Join(' ', partials.Select(partial => "/api/v1" + partial))),
        ("Upload-Metadata", TusClient.Metadata(("filename", "joined"))));

    // The connection may be closed before the answer is read: the server does not wait long for the rest of a body it does not want.
    private static async Task<int?> StatusAsync(Task<HttpResponseMessage> answer)
    {
        try
        {
            return (int)(await answer).StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private async Task SetQuotaAsync(TusClient client, long bytes)
    {
        var answer = await host.Administrator.SendAsync(
            HttpMethod.Patch,
            $"/admin/accounts/{client.Session.Account.UserId}",
            Session.Body(new QuotaRequest { QuotaBytes = bytes }, ContractsJsonContext.Default.QuotaRequest));
        Assert.True(answer.IsSuccessStatusCode);
    }

    private async Task<TusClient> ClientAsync() => new(await host.MakeAccountAsync());
}
