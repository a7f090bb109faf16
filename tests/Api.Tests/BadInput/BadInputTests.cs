using System.Net;
using System.Net.Sockets;
using System.Text;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Core.Chunks;
using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.BadInput;

/// <summary>What the issue calls bad input: each with a clear error, and nothing lost.</summary>
public sealed class BadInputTests(RealHost host)
{
    private const string TenDigits = "0123456789";
    private const string SixtyDigits = TenDigits + TenDigits + TenDigits + TenDigits + TenDigits + TenDigits;
    private const string LongName = SixtyDigits + SixtyDigits + SixtyDigits + SixtyDigits + TenDigits + "123456";

    private static readonly ContractsJsonContext Json = ContractsJsonContext.Default;

    private readonly string _folder = "/" + Guid.NewGuid().ToString("N");

    private Session Session => host.Administrator;

    [Fact]
    public async Task A_chunk_that_is_not_its_hash_is_refused_and_still_missing()
    {
        var chunk = TestBytes.Random(5000);
        var upload = await Session.DeclareAsync(_folder + "/a", chunk);
        var wrong = (byte[])chunk.Clone();
        wrong[17] ^= 1;

        var answer = await Session.PutChunkAsync(upload.Id, wrong, ChunkId.Of(chunk));

        await Session.ProblemAsync(answer, 422, ProblemTypes.HashMismatch);
        var state = await Session.ReadAsync(await Session.GetAsync($"/uploads/{upload.Id}"), HttpStatusCode.OK, Json.UploadBody);
        Assert.Equal([ChunkId.Of(chunk)], state.Missing);
    }

    [Fact]
    public async Task A_chunk_over_4_MiB_is_refused()
    {
        var upload = await Session.DeclareAsync(_folder + "/a", TestBytes.Random(100));

        var answer = await Session.PutChunkAsync(upload.Id, new byte[ChunkLimits.MaxChunkBytes + 1]);

        await Session.ProblemAsync(answer, 413, ProblemTypes.TooLarge);
    }

    [Fact]
    public async Task A_manifest_with_a_chunk_over_4_MiB_is_refused()
    {
        var declaration = Session.Declaration(_folder + "/a", new byte[ChunkLimits.MaxChunkBytes + 1]);

        var answer = await Session.PostAsync("/uploads", declaration, Json.CreateUploadRequest);

        await Session.ProblemAsync(answer, 413, ProblemTypes.TooLarge);
    }

    [Fact]
    public async Task A_chunk_that_was_never_declared_is_refused()
    {
        var upload = await Session.DeclareAsync(_folder + "/a", TestBytes.Random(100));

        var answer = await Session.PutChunkAsync(upload.Id, TestBytes.Random(100));

        await Session.ProblemAsync(answer, 409, ProblemTypes.UndeclaredChunk);
    }

    [Fact]
    public async Task Completing_with_chunks_missing_names_them_and_what_arrived_stays()
    {
        byte[][] chunks = [TestBytes.Random(1000), TestBytes.Random(2000), TestBytes.Random(3000)];
        var upload = await Session.DeclareAsync(_folder + "/a", chunks);
        await Session.PutChunkAsync(upload.Id, chunks[1]);

        var answer = await Session.CompleteAsync(upload.Id);

        var problem = await Session.ProblemAsync(answer, 409, ProblemTypes.MissingChunks);
        Assert.Equal([ChunkId.Of(chunks[0]), ChunkId.Of(chunks[2])], problem.Missing!.OrderBy(id => id == ChunkId.Of(chunks[2])));
        await Session.PutChunkAsync(upload.Id, chunks[0]);
        await Session.PutChunkAsync(upload.Id, chunks[2]);
        Assert.Equal(HttpStatusCode.Created, (await Session.CompleteAsync(upload.Id)).StatusCode);
        Assert.Equal(chunks.SelectMany(chunk => chunk), await Session.GetContentAsync(_folder + "/a"));
    }

    [Fact]
    public async Task A_wrong_If_Match_is_refused_with_the_current_version()
    {
        var content = TestBytes.Random(10);
        var item = await Session.PutAsync(_folder + "/a", content);

        var answer = await Session.SendAsync(
            HttpMethod.Put, $"/content{_folder}/a", new ByteArrayContent([1]), ("If-Match", $"\"{Guid.NewGuid():N}\""));

        var problem = await Session.ProblemAsync(answer, 412, ProblemTypes.PreconditionFailed);
        Assert.Equal(item.Etag, problem.CurrentEtag);
        Assert.Equal(content, await Session.GetContentAsync(_folder + "/a"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_over_the_quota_is_refused_whether_or_not_its_length_is_known(bool lengthIsKnown)
    {
        var session = await host.MakeAccountAsync();
        await SetQuotaAsync(session, 2_000_000);
        var kept = TestBytes.Random(1_500_000);
        await session.PutAsync("/kept", kept);
        HttpContent body = new ByteArrayContent(TestBytes.Random(1_000_000));
        if (!lengthIsKnown)
        {
            body = new StreamContent(new UnknownLengthStream(await body.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)));
        }

        var answer = await session.SendAsync(HttpMethod.Put, "/content/more", body);

        var problem = await Session.ProblemAsync(answer, 507, ProblemTypes.QuotaExceeded);
        Assert.Equal(2_000_000, problem.QuotaBytes);
        Assert.Equal(1_500_000, problem.UsedBytes);
        Assert.False(await session.ExistsAsync("/more"));
        Assert.Equal(kept, await session.GetContentAsync("/kept"));
    }

    [Fact]
    public async Task An_upload_over_the_quota_is_refused_when_it_is_declared()
    {
        var session = await host.MakeAccountAsync();
        await SetQuotaAsync(session, 1000);

        var answer = await session.PostAsync("/uploads", Session.Declaration("/a", TestBytes.Random(1001)), Json.CreateUploadRequest);

        await Session.ProblemAsync(answer, 507, ProblemTypes.QuotaExceeded);
    }

    public static TheoryData<string> NamesThatCannotBe => new(
        "/a//b", "/..", "/a/../b", "/.", "/a\0b", "/" + new string('x', 256), "/" + new string('é', 128), new string('a', 5000),
        string.Concat(Enumerable.Repeat("/d", 129)));

    [Theory]
    [MemberData(nameof(NamesThatCannotBe), DisableDiscoveryEnumeration = true)]
    public async Task A_name_that_cannot_be_is_refused_and_told_why(string path)
    {
        var json = $$"""{"path":"{{Escape(path)}}","parents":true}""";

        var answer = await Session.SendAsync(HttpMethod.Post, "/folders", Session.Text(json));

        await Session.ProblemAsync(answer, 400, ProblemTypes.InvalidName);
    }

    [Theory]
    [InlineData("/content/a%2Fb")]
    [InlineData("/content/a//b")]
    [InlineData("/content/%FF%FE")]
    [InlineData("/content/100%")]
    [InlineData("/content/" + LongName)]
    public async Task An_address_whose_names_cannot_be_is_refused(string address)
    {
        // HttpClient would mend some of these addresses.
        var answer = await SendRawAsync(
            $"PUT /api/v1{address} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {Session.Device.Token}\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx");

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains(ProblemTypes.InvalidName, answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Length: 100000\r\n\r\nonly this much")]
    [InlineData("Content-Length: 20000000\r\n\r\nonly this much")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n400\r\nonly this much")]
    public async Task A_body_that_is_cut_off_commits_nothing(string rest)
    {
        var before = TestBytes.Random(100);
        await Session.PutAsync(_folder + "/a", before);

        await SendAndCutOffAsync($"PUT /api/v1/content{_folder}/a HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {Session.Device.Token}\r\n{rest}");

        Assert.Equal(before, await Session.GetContentAsync(_folder + "/a"));
        Assert.Equal(1, (await Session.GetItemAsync(_folder + "/a")).Version);
    }

    [Fact]
    public async Task A_token_revoked_while_a_body_streams_in_commits_nothing()
    {
        var device = await Session.SignInAgainAsync("soon gone");
        var body = new PacedContent(TestBytes.Random(10_000), TestBytes.Random(10_000));
        await Session.PutAsync(_folder + "/other", [1]);

        var putting = device.SendAsync(HttpMethod.Put, $"/content{_folder}/a", body);
        await body.FirstSent;
        var revoked = await Session.SendAsync(HttpMethod.Delete, $"/devices/{device.Device.DeviceId}");
        body.GoOn();

        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        await Session.ProblemAsync(await putting, 401, ProblemTypes.Unauthenticated);
        Assert.False(await Session.ExistsAsync(_folder + "/a"));
    }

    [Fact]
    public async Task A_token_revoked_in_the_middle_of_an_upload_stores_and_completes_nothing_more()
    {
        var device = await Session.SignInAgainAsync("soon gone");
        byte[][] chunks = [TestBytes.Random(1000), TestBytes.Random(2000)];
        var upload = await device.DeclareAsync(_folder + "/a", chunks);
        await device.PutChunkAsync(upload.Id, chunks[0]);

        await Session.SendAsync(HttpMethod.Delete, $"/devices/{device.Device.DeviceId}");

        await Session.ProblemAsync(await device.PutChunkAsync(upload.Id, chunks[1]), 401, ProblemTypes.Unauthenticated);
        await Session.ProblemAsync(await device.CompleteAsync(upload.Id), 401, ProblemTypes.Unauthenticated);
        Assert.False(await Session.ExistsAsync(_folder + "/a"));
    }

    [Fact]
    public async Task Two_clients_completing_one_upload_get_one_answer()
    {
        var other = await Session.SignInAgainAsync("another");
        var chunk = TestBytes.Random(1000);
        var upload = await Session.DeclareAsync(_folder + "/a", chunk);
        await Session.PutChunkAsync(upload.Id, chunk);

        var answers = await Task.WhenAll(Session.CompleteAsync(upload.Id), other.CompleteAsync(upload.Id));

        var items = new List<ItemBody>();
        foreach (var answer in answers)
        {
            items.Add(await Session.ReadAsync(answer, HttpStatusCode.Created, Json.ItemBody));
        }

        Assert.Equal(items[0].Etag, items[1].Etag);
        Assert.Equal(1, (await Session.GetItemAsync(_folder + "/a")).Version);
    }

    [Fact]
    public async Task A_folder_cannot_be_moved_into_itself()
    {
        await Session.PutAsync(_folder + "/a/b/c", [1]);

        var answer = await Session.PostAsync(
            $"/items/move?path={_folder}/a", new PlaceRequest { Path = _folder + "/a/b/d" }, Json.PlaceRequest);

        await Session.ProblemAsync(answer, 409, ProblemTypes.Cycle);
        Assert.True(await Session.ExistsAsync(_folder + "/a/b/c"));
    }

    [Fact]
    public async Task A_folder_cannot_be_copied_into_itself()
    {
        await Session.PutAsync(_folder + "/a/b/c", [1]);

        var answer = await Session.PostAsync(
            $"/items/copy?path={_folder}/a", new PlaceRequest { Path = _folder + "/a/b/d" }, Json.PlaceRequest);

        await Session.ProblemAsync(answer, 409, ProblemTypes.Cycle);
    }

    [Theory]
    [InlineData("1000000000")]
    [InlineData("99999999999999999999999999")]
    [InlineData("0")]
    [InlineData("-5")]
    public async Task A_page_size_out_of_range_is_brought_into_range(string limit)
    {
        await Session.PutAsync(_folder + "/a", [1]);

        var answer = await Session.GetAsync($"/items/children?path={_folder}&limit={limit}");

        Assert.Single((await Session.ReadAsync(answer, HttpStatusCode.OK, Json.ItemPageBody)).Items);
    }

    [Fact]
    public async Task A_manifest_of_a_billion_entries_is_refused_before_it_is_read_to_its_end()
    {
        using var client = await ConnectAsync();
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(
            $"POST /api/v1/uploads HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {Session.Device.Token}\r\n"
            + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"), TestContext.Current.CancellationToken);
        var sending = EndlessManifest.SendAsync(stream, _folder + "/a");
        var head = new byte[1000];
        var read = await stream.ReadAtLeastAsync(head, 20, cancellationToken: TestContext.Current.CancellationToken);

        Assert.StartsWith("HTTP/1.1 413 ", Encoding.UTF8.GetString(head, 0, read), StringComparison.Ordinal);
        client.Close();
        Assert.InRange(await sending, 1, 100L * 1024 * 1024);
    }

    [Theory]
    [InlineData("{", 400, ProblemTypes.BadRequest)]
    [InlineData("not json", 400, ProblemTypes.BadRequest)]
    [InlineData("[]", 400, ProblemTypes.BadRequest)]
    [InlineData("null", 400, ProblemTypes.BadRequest)]
    [InlineData("{}", 400, ProblemTypes.BadRequest)]
    [InlineData("""{"path":7}""", 400, ProblemTypes.BadRequest)]
    [InlineData("", 400, ProblemTypes.BadRequest)]
    public async Task JSON_that_is_not_is_refused(string json, int status, string type)
    {
        var answer = await Session.SendAsync(HttpMethod.Post, "/folders", Session.Text(json));

        await Session.ProblemAsync(answer, status, type);
    }

    [Fact]
    public async Task A_body_of_another_media_type_is_refused()
    {
        var answer = await Session.SendAsync(HttpMethod.Post, "/folders", Session.Text("""{"path":"/a"}""", "text/plain"));

        await Session.ProblemAsync(answer, 415, ProblemTypes.UnsupportedMediaType);
    }

    [Fact]
    public async Task JSON_over_a_mebibyte_is_refused()
    {
        var json = $$"""{"path":"{{new string('a', 1024 * 1024)}}"}""";

        var answer = await Session.SendAsync(HttpMethod.Post, "/folders", Session.Text(json));

        await Session.ProblemAsync(answer, 413, ProblemTypes.TooLarge);
    }

    [Fact]
    public async Task An_unknown_address_and_a_wrong_method_are_problems()
    {
        await Session.ProblemAsync(await Session.GetAsync("/nothing/here"), 404, ProblemTypes.NotFound);
        await Session.ProblemAsync(await Session.SendAsync(HttpMethod.Put, "/trash"), 405, ProblemTypes.MethodNotAllowed);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Basic YTpi")]
    [InlineData("Bearer ")]
    [InlineData("Bearer fs_00000000000000000000000000000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("Bearer nonsense")]
    public async Task Without_a_good_token_nothing_is_told(string? authorization)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/items?path=/");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);

        await Session.ProblemAsync(await host.Anonymous.SendAsync(request, TestContext.Current.CancellationToken), 401, ProblemTypes.Unauthenticated);
    }

    [Fact]
    public async Task Nobody_reaches_what_belongs_to_another_account()
    {
        var other = await host.MakeAccountAsync();
        var item = await Session.PutAsync(_folder + "/a", [1, 2, 3]);
        var upload = await Session.DeclareAsync(_folder + "/b", TestBytes.Random(100));

        await Session.ProblemAsync(await other.GetAsync($"/items/{item.Id}"), 404, ProblemTypes.NotFound);
        await Session.ProblemAsync(await other.GetAsync($"/items/{item.Id}/content"), 404, ProblemTypes.NotFound);
        await Session.ProblemAsync(await other.GetAsync($"/items/{item.Id}/versions"), 404, ProblemTypes.NotFound);
        await Session.ProblemAsync(await other.GetAsync($"/uploads/{upload.Id}"), 404, ProblemTypes.NotFound);
        await Session.ProblemAsync(await other.CompleteAsync(upload.Id), 404, ProblemTypes.NotFound);
        await Session.ProblemAsync(await other.GetAsync("/admin/accounts"), 403, ProblemTypes.Forbidden);
    }

    private async Task SetQuotaAsync(Session session, long quotaBytes)
    {
        var answer = await Session.SendAsync(
            HttpMethod.Patch, $"/admin/accounts/{session.Account.UserId}", Session.Text($$"""{"quotaBytes":{{quotaBytes}}}"""));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static string Escape(string text) => string.Concat(text.Select(character => $"\\u{(int)character:x4}"));

    // Sends these bytes and returns all that comes back.
    private async Task<string> SendRawAsync(string request)
    {
        using var client = await ConnectAsync();
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(request));
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadToEndAsync();
    }

    // Sends these bytes and no more, and waits until the server has ended the connection, in whatever way.
    private async Task SendAndCutOffAsync(string request)
    {
        using var client = await ConnectAsync();
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(request));
        client.Client.Shutdown(SocketShutdown.Send);
        try
        {
            while (await stream.ReadAsync(new byte[1000]) > 0)
            {
            }
        }
        catch (IOException)
        {
            // A reset is an end too.
        }
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(host.Anonymous.BaseAddress!.Host, host.Anonymous.BaseAddress.Port);
        return client;
    }
}
