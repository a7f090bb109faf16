using System.Net;
using System.Security.Cryptography;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Tests.Api.Tests.BadInput;
using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.Tus;

/// <summary>The IETF's resumable uploads (draft-ietf-httpbis-resumable-upload, interop version 8).</summary>
public sealed class DraftTests(RealHost host)
{
    private static readonly (string, string) More = ("Upload-Complete", "?0");
    private static readonly (string, string) Last = ("Upload-Complete", "?1");

    [Fact]
    public async Task An_upload_in_one_request_is_answered_as_a_PUT_would_be()
    {
        var session = await host.MakeAccountAsync();
        var content = TestBytes.Random(5_000_000);

        var answer = await session.SendAsync(HttpMethod.Post, "/tus?path=/one", new ByteArrayContent(content), Last);

        var item = await Session.ReadAsync(answer, HttpStatusCode.Created, ContractsJsonContext.Default.ItemBody);
        Assert.Equal("?1", TusClient.Header(answer, "Upload-Complete"));
        Assert.Null(TusClient.Header(answer, "Tus-Resumable"));
        Assert.Equal(("/one", 5_000_000), (item.Path, item.Size));
        Assert.Equal(content, await session.GetContentAsync("/one"));
    }

    [Fact]
    public async Task An_upload_comes_in_as_many_requests_as_the_client_likes()
    {
        var session = await host.MakeAccountAsync();
        var content = TestBytes.Random(3_000_000);
        var begun = await session.SendAsync(
            HttpMethod.Post, "/tus?path=/many", new ByteArrayContent(content[..1_000_000]), More, ("Upload-Length", "3000000"));
        var upload = TusClient.AddressOf(begun);

        var middle = await PatchAsync(session, upload, 1_000_000, content[1_000_000..2_000_000], More);
        var head = await session.SendAsync(HttpMethod.Head, upload);
        var last = await PatchAsync(session, upload, 2_000_000, content[2_000_000..], Last);

        Assert.Equal("?0", TusClient.Header(begun, "Upload-Complete"));
        Assert.Contains("max-age=", TusClient.Header(begun, "Upload-Limit"), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.NoContent, "?0"), (middle.StatusCode, TusClient.Header(middle, "Upload-Complete")));
        Assert.Equal(HttpStatusCode.NoContent, head.StatusCode);
        Assert.Equal(("2000000", "3000000", "?0"), (TusClient.Header(head, "Upload-Offset"), TusClient.Header(head, "Upload-Length"), TusClient.Header(head, "Upload-Complete")));
        Assert.Equal("no-store", TusClient.Header(head, "Cache-Control"));
        Assert.Equal("?1", TusClient.Header(last, "Upload-Complete"));
        Assert.Equal("/many", (await Session.ReadAsync(last, HttpStatusCode.Created, ContractsJsonContext.Default.ItemBody)).Path);
        Assert.Equal(content, await session.GetContentAsync("/many"));
    }

    [Fact]
    public async Task An_upload_whose_length_nobody_told_ends_where_the_client_says_so()
    {
        var session = await host.MakeAccountAsync();
        var upload = TusClient.AddressOf(await session.SendAsync(HttpMethod.Post, "/tus?path=/stream", null, More));
        await PatchAsync(session, upload, 0, [1, 2, 3], More);
        Assert.Null(TusClient.Header(await session.SendAsync(HttpMethod.Head, upload), "Upload-Length"));
        Assert.False(await session.ExistsAsync("/stream"));

        var last = await PatchAsync(session, upload, 3, [], Last);
        var again = await PatchAsync(session, upload, 3, [], Last);
        var head = await session.SendAsync(HttpMethod.Head, upload);

        Assert.Equal(HttpStatusCode.Created, last.StatusCode);
        Assert.Equal((HttpStatusCode.OK, last.Headers.ETag), (again.StatusCode, again.Headers.ETag));
        Assert.Equal(("3", "3", "?1"), (TusClient.Header(head, "Upload-Offset"), TusClient.Header(head, "Upload-Length"), TusClient.Header(head, "Upload-Complete")));
        Assert.Equal([1, 2, 3], await session.GetContentAsync("/stream"));
    }

    [Fact]
    public async Task A_length_that_is_reached_is_not_the_end()
    {
        var session = await host.MakeAccountAsync();
        var upload = TusClient.AddressOf(await session.SendAsync(HttpMethod.Post, "/tus?path=/open", null, More, ("Upload-Length", "3")));

        await PatchAsync(session, upload, 0, [1, 2, 3], More);

        Assert.False(await session.ExistsAsync("/open"));
        Assert.Equal("?0", TusClient.Header(await session.SendAsync(HttpMethod.Head, upload), "Upload-Complete"));
        Assert.Equal(HttpStatusCode.Created, (await PatchAsync(session, upload, 3, [], Last)).StatusCode);
    }

    [Fact]
    public async Task Another_offset_is_told_with_the_right_one()
    {
        var session = await host.MakeAccountAsync();
        var upload = TusClient.AddressOf(await session.SendAsync(HttpMethod.Post, "/tus?path=/f", new ByteArrayContent([1, 2]), More));

        var answer = await PatchAsync(session, upload, 7, [1], More);

        var problem = await Session.ProblemAsync(answer, 409, ProblemTypes.MismatchingUploadOffset);
        Assert.Equal((2, 7), (problem.ExpectedOffset, problem.ProvidedOffset));
        Assert.Equal(("2", "?0"), (TusClient.Header(answer, "Upload-Offset"), TusClient.Header(answer, "Upload-Complete")));
    }

    [Fact]
    public async Task Lengths_that_contradict_each_other_are_refused()
    {
        var session = await host.MakeAccountAsync();
        await Session.ProblemAsync(
            await session.SendAsync(HttpMethod.Post, "/tus?path=/f", new ByteArrayContent([1, 2]), Last, ("Upload-Length", "3")), 400, ProblemTypes.InconsistentUploadLength);
        var upload = TusClient.AddressOf(await session.SendAsync(HttpMethod.Post, "/tus?path=/f", null, More, ("Upload-Length", "3")));

        await Session.ProblemAsync(await PatchAsync(session, upload, 0, [1], More, ("Upload-Length", "4")), 400, ProblemTypes.InconsistentUploadLength);
        await Session.ProblemAsync(await PatchAsync(session, upload, 0, [1], Last), 400, ProblemTypes.InconsistentUploadLength);
        await Session.ProblemAsync(await PatchAsync(session, upload, 0, [1, 2, 3, 4], More), 413, ProblemTypes.TooLarge);

        Assert.False(await session.ExistsAsync("/f"));
    }

    [Fact]
    public async Task Digests_of_the_body_and_of_the_whole_are_verified()
    {
        var session = await host.MakeAccountAsync();
        var content = TestBytes.Random(100);
        var wrong = ("Content-Digest", Digest([1]));
        var upload = TusClient.AddressOf(await session.SendAsync(HttpMethod.Post, "/tus?path=/f", null, More, ("Repr-Digest", Digest(content))));

        Assert.True((int)(await PatchAsync(session, upload, 0, content, More, wrong)).StatusCode is >= 400 and < 500);
        Assert.Equal("0", TusClient.Header(await session.SendAsync(HttpMethod.Head, upload), "Upload-Offset"));
        Assert.Equal(HttpStatusCode.Created, (await PatchAsync(session, upload, 0, content, Last, ("Content-Digest", Digest(content)))).StatusCode);
        var bad = await session.SendAsync(HttpMethod.Post, "/tus?path=/g", new ByteArrayContent([5]), Last, ("Repr-Digest", Digest(content)));

        await Session.ProblemAsync(bad, 422, ProblemTypes.HashMismatch);
        Assert.Equal("?1", TusClient.Header(bad, "Upload-Complete"));
        Assert.False(await session.ExistsAsync("/g"));
    }

    [Fact]
    public async Task A_body_without_a_length_may_be_the_last()
    {
        var session = await host.MakeAccountAsync();
        var content = TestBytes.Random(200_000);
        var upload = TusClient.AddressOf(await session.SendAsync(HttpMethod.Post, "/tus?path=/f", null, More));
        var body = TusClient.Typed(new StreamContent(new UnknownLengthStream(content)), "application/partial-upload");

        var answer = await session.SendAsync(HttpMethod.Patch, upload, body, Last, ("Upload-Offset", "0"));

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal(content, await session.GetContentAsync("/f"));
    }

    [Fact]
    public async Task What_is_missing_is_told()
    {
        var session = await host.MakeAccountAsync();
        var upload = TusClient.AddressOf(await session.SendAsync(HttpMethod.Post, "/tus?path=/f", null, More));

        await Session.ProblemAsync(await session.SendAsync(HttpMethod.Post, "/tus?path=/f"), 400, ProblemTypes.BadRequest);
        await Session.ProblemAsync(await session.SendAsync(HttpMethod.Post, "/tus?path=/f", null, ("Upload-Complete", "yes")), 400, ProblemTypes.BadRequest);
        await Session.ProblemAsync(await session.SendAsync(HttpMethod.Post, "/tus", null, More), 400, ProblemTypes.BadRequest);
        await Session.ProblemAsync(await PatchAsync(session, upload, 0, [1]), 400, ProblemTypes.BadRequest);
        await Session.ProblemAsync(
            await session.SendAsync(HttpMethod.Patch, upload, new ByteArrayContent([1]), Last, ("Upload-Offset", "0")), 415, ProblemTypes.UnsupportedMediaType);
        Assert.Equal(HttpStatusCode.NoContent, (await session.SendAsync(HttpMethod.Delete, upload)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await session.SendAsync(HttpMethod.Head, upload)).StatusCode);
    }

    private static Task<HttpResponseMessage> PatchAsync(
        Session session, string upload, long offset, byte[] bytes, params (string Name, string Value)[] headers) => session.SendAsync(
        HttpMethod.Patch, upload, TusClient.Typed(new ByteArrayContent(bytes), "application/partial-upload"), [("Upload-Offset", $"{offset}"), .. headers]);

    private static string Digest(byte[] content) => $"sha-256=:{Convert.ToBase64String(SHA256.HashData(content))}:";
}
