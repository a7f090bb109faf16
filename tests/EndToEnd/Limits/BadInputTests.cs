using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FileStorage.Tests.EndToEnd.Accounts;

namespace FileStorage.Tests.EndToEnd.Limits;

/// <summary>Each input that cannot be gets its own clear error, and nothing is lost by it.</summary>
public sealed class BadInputTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private static readonly byte[] Chunk = RandomNumberGenerator.GetBytes(100_000);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_chunk_that_is_not_its_hash_is_422_and_can_be_sent_again()
    {
        var upload = await DeclareAsync("/not-its-hash", (Id(Chunk), Chunk.Length));

        using var wrong = await SendAsync(upload, Id(Chunk), RandomNumberGenerator.GetBytes(Chunk.Length));
        using var right = await SendAsync(upload, Id(Chunk), Chunk);

        await AssertProblemAsync(wrong, 422, "hash-mismatch");
        Assert.Equal(HttpStatusCode.NoContent, right.StatusCode);
    }

    [Fact]
    public async Task A_chunk_over_4_MiB_is_413()
    {
        var upload = await DeclareAsync("/too-large", (Id(Chunk), Chunk.Length));

        using var answer = await SendAsync(upload, Id(Chunk), new byte[(4 << 20) + 1]);

        await AssertProblemAsync(answer, 413, "too-large");
    }

    [Fact]
    public async Task A_chunk_that_was_never_declared_is_409()
    {
        var upload = await DeclareAsync("/undeclared", (Id(Chunk), Chunk.Length));
        var other = RandomNumberGenerator.GetBytes(10);

        using var answer = await SendAsync(upload, Id(other), other);

        await AssertProblemAsync(answer, 409, "undeclared-chunk");
    }

    [Fact]
    public async Task Completing_with_chunks_missing_is_409_and_names_them()
    {
        var upload = await DeclareAsync("/missing", (Id(Chunk), Chunk.Length), (Id([1, 2]), 2));

        using var answer = await PostAsync($"/api/v1/uploads/{upload}/complete", "");

        var problem = await AssertProblemAsync(answer, 409, "missing-chunks");
        Assert.Contains(Id([1, 2]), problem.GetProperty("missing").EnumerateArray().Select(id => id.GetString()));
    }

    [Fact]
    public async Task Two_clients_that_complete_one_upload_get_the_same_answer_and_one_version()
    {
        var content = RandomNumberGenerator.GetBytes(50_000);
        var upload = await DeclareAsync("/completed-twice", (Id(content), content.Length));
        using (await SendAsync(upload, Id(content), content))
        {
        }

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PostAsync($"/api/v1/uploads/{upload}/complete", "")));

        var etags = await Task.WhenAll(answers.Select(async answer =>
        {
            Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
            return (await JsonAsync(answer)).GetProperty("etag").GetString();
        }));
        Assert.Single(etags.Distinct());
        using var versions = await shared.Account.Http.GetAsync(new Uri("/api/v1/items/versions?path=/completed-twice", UriKind.Relative), Cancelled);
        Assert.Equal(1, (await JsonAsync(versions)).GetProperty("versions").GetArrayLength());
    }

    [Fact]
    public async Task A_wrong_If_Match_is_412_with_the_current_etag_and_changes_nothing()
    {
        var item = await shared.Account.StoreAsync("/if-match", [1]);
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/content/if-match") { Content = new ByteArrayContent([2]) };
        request.Headers.IfMatch.Add(new("\"somebody-elses\""));

        using var answer = await shared.Account.Http.SendAsync(request, Cancelled);

        var problem = await AssertProblemAsync(answer, 412, "precondition-failed");
        Assert.Equal(item.Etag, problem.GetProperty("currentEtag").GetString());
        Assert.Equal([1], await shared.Account.LoadAsync("/if-match"));
    }

    [Fact]
    public async Task A_file_over_the_quota_is_507_and_the_old_content_stays()
    {
        using var account = await TestAccount.OpenAsync(shared.Server, "small@example.org");
        await account.StoreAsync("/kept", Chunk);
        var me = await account.Http.GetFromJsonAsync<JsonElement>("/api/v1/me", Cancelled);
        using var patched = await shared.Account.Http.PatchAsync(
            new Uri($"/api/v1/admin/accounts/{me.GetProperty("userId").GetString()}", UriKind.Relative), Json("""{"quotaBytes":150000}"""), Cancelled);
        Assert.True(patched.IsSuccessStatusCode, await patched.Content.ReadAsStringAsync(Cancelled));

        using var refused = await account.PutAsync("/more", RandomNumberGenerator.GetBytes(60_000), Cancelled);
        using var overwrite = await account.PutAsync("/kept", RandomNumberGenerator.GetBytes(100_000), Cancelled);

        var problem = await AssertProblemAsync(refused, 507, "quota-exceeded");
        Assert.Equal(150_000, problem.GetProperty("quotaBytes").GetInt64());
        await AssertProblemAsync(overwrite, 507, "quota-exceeded");
        Assert.Equal(Chunk, await account.LoadAsync("/kept"));
    }

    [Theory]
    [InlineData("/a/../b")]
    [InlineData("/a//b")]
    [InlineData("/nul\0")]
    [InlineData("/a/.")]
    [InlineData("TOO LONG")]
    public async Task A_name_that_cannot_be_is_400_and_says_why(string path)
    {
        path = path == "TOO LONG" ? "/" + new string('x', 256) : path;

        using var answer = await PostAsync("/api/v1/folders", JsonSerializer.Serialize(new { path }));

        var problem = await AssertProblemAsync(answer, 400, "invalid-name");
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
    }

    [Fact]
    public async Task A_path_that_is_too_deep_is_refused()
    {
        var path = string.Concat(Enumerable.Repeat("/d", 200));

        using var answer = await PostAsync("/api/v1/folders", JsonSerializer.Serialize(new { path, parents = true }));

        Assert.InRange((int)answer.StatusCode, 400, 499);
    }

    [Fact]
    public async Task A_body_that_is_cut_off_stores_nothing()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(shared.Server.Url.Host, shared.Server.Url.Port, Cancelled);
        var stream = socket.GetStream();
        var head = $"PUT /api/v1/content/cut-off HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {shared.Account.Token}\r\nContent-Length: 100000\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), Cancelled);
        await stream.WriteAsync(new byte[50_000], Cancelled);
        socket.Client.Shutdown(SocketShutdown.Send);
        await WaitForEndAsync(stream);

        using var answer = await shared.Account.GetAsync("/cut-off");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    // Until the server closes or resets, whichever it is: by then it has given the request up.
    private static async Task WaitForEndAsync(NetworkStream stream)
    {
        var rest = new byte[4_096];
        try
        {
            while (await stream.ReadAsync(rest, Cancelled) > 0)
            {
            }
        }
        catch (IOException exception) when (exception.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            return;
        }
    }

    [Fact]
    public async Task A_token_that_is_revoked_in_mid_upload_is_401_from_then_on_and_the_upload_belongs_to_the_account()
    {
        var upload = await DeclareAsync("/revoked", (Id(Chunk), Chunk.Length));
        using var second = await SignInAgainAsync();
        var me = await second.GetFromJsonAsync<JsonElement>("/api/v1/me", Cancelled);
        using var revoked = await shared.Account.Http.DeleteAsync(new Uri($"/api/v1/devices/{me.GetProperty("deviceId").GetString()}", UriKind.Relative), Cancelled);
        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);

        using var body = new ByteArrayContent(Chunk);
        using var refused = await second.PutAsync(new Uri($"/api/v1/uploads/{upload}/chunks/{Id(Chunk)}", UriKind.Relative), body, Cancelled);
        using var accepted = await SendAsync(upload, Id(Chunk), Chunk);

        await AssertProblemAsync(refused, 401, "unauthenticated");
        Assert.Equal(HttpStatusCode.NoContent, accepted.StatusCode);
    }

    [Fact]
    public async Task A_folder_cannot_move_into_itself()
    {
        using var made = await PostAsync("/api/v1/folders", """{"path":"/cycle/below","parents":true}""");
        Assert.True(made.IsSuccessStatusCode);

        using var answer = await PostAsync("/api/v1/items/move?path=/cycle", """{"path":"/cycle/below/again"}""");

        await AssertProblemAsync(answer, 409, "cycle");
    }

    [Fact]
    public async Task A_page_size_of_a_billion_is_brought_into_range()
    {
        using var answer = await shared.Account.Http.GetAsync(new Uri("/api/v1/items/children?path=/&limit=1000000000", UriKind.Relative), Cancelled);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.InRange((await JsonAsync(answer)).GetProperty("items").GetArrayLength(), 0, 1_000);
    }

    [Fact]
    public async Task A_manifest_without_end_is_refused_before_it_is_read_to_its_end()
    {
        using var body = new StreamContent(new EndlessManifest());
        body.Headers.ContentType = new("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/uploads") { Content = body };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.ExpectContinue = false;

        // The server answers and closes while the body is still coming: the client sees the answer or the broken pipe.
        try
        {
            using var answer = await shared.Account.Http.SendAsync(request, Cancelled);
            await AssertProblemAsync(answer, 413, "too-large");
        }
        catch (HttpRequestException)
        {
            Assert.False(shared.HasEnded);
        }

        using var alive = await shared.Account.Http.GetAsync(new Uri("/api/v1/me", UriKind.Relative), Cancelled);
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"path\":5}")]
    [InlineData("")]
    public async Task Json_that_is_not_is_400(string body)
    {
        using var answer = await PostAsync("/api/v1/folders", body);

        await AssertProblemAsync(answer, 400, "bad-request");
    }

    [Fact]
    public async Task A_batch_keeps_what_was_whole_and_names_what_was_not()
    {
        var batch = new BatchBody();
        batch.Append("/batch/good", [1, 2, 3]);
        batch.Append("/batch/../bad", [4]);
        batch.Append("/batch/also-good", [5]);
        batch.Append("/batch/cut-off", [6], declaredSize: 1_000);
        using var body = batch.ToContent();

        using var answer = await shared.Account.Http.PostAsync(new Uri("/api/v1/batch?parents=true", UriKind.Relative), body, Cancelled);

        var lines = (await answer.Content.ReadAsStringAsync(Cancelled)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement).ToDictionary(line => line.GetProperty("index").GetInt32(), line => line.GetProperty("status").GetInt32());
        Assert.Equal(201, lines[0]);
        Assert.Equal(400, lines[1]);
        Assert.Equal(201, lines[2]);
        Assert.Equal(400, lines[3]);
        Assert.Equal([1, 2, 3], await shared.Account.LoadAsync("/batch/good"));
        Assert.Equal([5], await shared.Account.LoadAsync("/batch/also-good"));
    }

    [Fact]
    public async Task Without_a_token_nothing_is_told()
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = shared.Server.Url };

        foreach (var address in new[] { "/api/v1/me", "/api/v1/content/x", "/api/v1/items?path=/", "/api/v1/admin/statistics", $"/api/v1/uploads/{Guid.NewGuid()}" })
        {
            using var answer = await http.GetAsync(new Uri(address, UriKind.Relative), Cancelled);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }

    [Fact]
    public async Task One_account_never_sees_what_another_stores()
    {
        using var other = await TestAccount.OpenAsync(shared.Server, "other@example.org");
        var secret = RandomNumberGenerator.GetBytes(70_000);
        var item = await shared.Account.StoreAsync("/secret", secret);

        using var byPath = await other.GetAsync("/secret");
        using var byId = await other.Http.GetAsync(new Uri($"/api/v1/items/{item.Id}/content", UriKind.Relative), Cancelled);
        using var declared = await other.Http.PostAsync(new Uri("/api/v1/uploads", UriKind.Relative), Json(Manifest("/mine", (Id(secret), secret.Length))), Cancelled);
        var upload = await JsonAsync(declared);
        using var completed = await other.Http.PostAsync(new Uri($"/api/v1/uploads/{upload.GetProperty("id").GetString()}/complete", UriKind.Relative), null, Cancelled);

        Assert.Equal(HttpStatusCode.NotFound, byPath.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, byId.StatusCode);
        Assert.Equal([Id(secret)], upload.GetProperty("missing").EnumerateArray().Select(id => id.GetString()));
        await AssertProblemAsync(completed, 409, "missing-chunks");
    }

    private static async Task<JsonElement> AssertProblemAsync(HttpResponseMessage answer, int status, string type)
    {
        var text = await answer.Content.ReadAsStringAsync(Cancelled);
        Assert.True((int)answer.StatusCode == status, $"{(int)answer.StatusCode} in place of {status}: {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal("urn:filestorage:problem:" + type, problem.GetProperty("type").GetString());
        return problem;
    }

    private async Task<string> DeclareAsync(string path, params (string Id, int Length)[] chunks)
    {
        using var answer = await PostAsync("/api/v1/uploads", Manifest(path, chunks));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return (await JsonAsync(answer)).GetProperty("id").GetString()!;
    }

    private async Task<HttpResponseMessage> SendAsync(string upload, string id, byte[] bytes)
    {
        using var body = new ByteArrayContent(bytes);
        return await shared.Account.Http.PutAsync(new Uri($"/api/v1/uploads/{upload}/chunks/{id}", UriKind.Relative), body, Cancelled);
    }

    private async Task<HttpClient> SignInAgainAsync()
    {
        using var answer = await PostAsync("/api/v1/sign-in", """{"email":"ada@example.org","password":"correct horse battery","deviceName":"second"}""");
        var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = shared.Server.Url };
        http.DefaultRequestHeaders.Authorization = new("Bearer", (await JsonAsync(answer)).GetProperty("token").GetString());
        return http;
    }

    private Task<HttpResponseMessage> PostAsync(string address, string json) =>
        shared.Account.Http.PostAsync(new Uri(address, UriKind.Relative), Json(json), Cancelled);

    private static string Manifest(string path, params (string Id, int Length)[] chunks) => JsonSerializer.Serialize(
        new { path, size = chunks.Sum(chunk => chunk.Length), chunks = chunks.Select(chunk => new { id = chunk.Id, length = chunk.Length }) });

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancelled)).RootElement;

    private static string Id(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
