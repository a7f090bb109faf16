using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FileStorage.Api.Contracts.Devices;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Tests.Api.Tests.Hosting;
using FileStorage.Tests.Api.Tests.WebDav;

namespace FileStorage.Tests.Api.Tests.Nextcloud;

public sealed class NextcloudTests(RealHost host)
{
    private static readonly ContractsJsonContext Json = ContractsJsonContext.Default;

    [Fact]
    public async Task A_client_learns_what_it_has_to_know_before_it_begins()
    {
        var session = await host.MakeAccountAsync();
        var client = new NextcloudClient(host, session);

        var status = await client.AskAsync("/status.php");
        var capabilities = (await client.AskAsync("/ocs/v1.php/cloud/capabilities?format=json")).GetProperty("ocs");
        var user = (await client.AskAsync("/ocs/v2.php/cloud/user?format=json")).GetProperty("ocs");

        Assert.True(status.GetProperty("installed").GetBoolean());
        Assert.False(status.GetProperty("maintenance").GetBoolean());
        Assert.Equal(100, capabilities.GetProperty("meta").GetProperty("statuscode").GetInt32());
        Assert.Equal("1.0", capabilities.GetProperty("data").GetProperty("capabilities").GetProperty("dav").GetProperty("chunking").GetString());
        Assert.Equal(200, user.GetProperty("meta").GetProperty("statuscode").GetInt32());
        Assert.Equal(session.Email, user.GetProperty("data").GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_checksum_is_verified_and_told_again()
    {
        var client = new NextcloudClient(host, await host.MakeAccountAsync());
        var sha256 = "SHA256:" + Convert.ToHexStringLower(SHA256.HashData("text"u8));

        var wrong = await client.Dav.PutAsync("/wrong", "text", ("OC-Checksum", "SHA1:" + new string('0', 40)));
        var right = await client.Dav.PutAsync("/right", "text", ("OC-Checksum", sha256), ("X-OC-Mtime", "0"));

        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Equal(404, await client.Dav.StatusAsync("GET", "/wrong"));
        Assert.Equal(HttpStatusCode.Created, right.StatusCode);
        Assert.False(right.Headers.Contains("X-OC-MTime"));
        Assert.Equal(sha256, await client.Dav.PropertyAsync("/right", "oc:checksums"));
        Assert.Equal(sha256, (await client.Dav.SendAsync("GET", "/right")).Headers.GetValues("OC-Checksum").Single());
    }

    [Fact]
    public async Task Many_small_files_come_in_one_request_and_each_is_judged_by_itself()
    {
        var client = new NextcloudClient(host, await host.MakeAccountAsync());
        await client.Dav.SendAsync("MKCOL", "/sub");
        var body = new MultipartContent("related", "boundary_.oOo._x");
        body.Add(Part("/sub/good", "good", CryptographicOperations.HashData(HashAlgorithmName.MD5, "good"u8)));
        body.Add(Part("/sub/wrong", "wrong", CryptographicOperations.HashData(HashAlgorithmName.MD5, "other"u8)));
        body.Add(Part("/missing/file", "file", CryptographicOperations.HashData(HashAlgorithmName.MD5, "file"u8)));
        body.Add(Part("/sub/../../up", "up", CryptographicOperations.HashData(HashAlgorithmName.MD5, "up"u8)));

        var answer = await client.Dav.SendAsync("POST", "//remote.php/dav/bulk", body);

        var results = JsonDocument.Parse(await DavClient.TextAsync(answer)).RootElement;
        Assert.False(results.GetProperty("/sub/good").GetProperty("error").GetBoolean());
        Assert.Equal("RGDNVW", results.GetProperty("/sub/good").GetProperty("permissions").GetString());
        Assert.All(["/sub/wrong", "/missing/file", "/sub/../../up"], path => Assert.True(results.GetProperty(path).GetProperty("error").GetBoolean()));
        Assert.Equal("good", await client.Dav.GetAsync("/sub/good"));
        Assert.Equal("Fri, 14 Jul 2017 02:40:00 GMT", await client.Dav.PropertyAsync("/sub/good", "d:getlastmodified"));
        Assert.Equal(2, (await client.Dav.FindAsync("/sub", 1)).Count);
    }

    [Fact]
    public async Task What_was_deleted_is_in_the_trash_bin_comes_back_from_it_or_goes_for_good()
    {
        var session = await host.MakeAccountAsync();
        var client = new NextcloudClient(host, session);
        await session.PutAsync("/folder/back", [1]);
        await session.PutAsync("/folder/gone", [1]);
        await client.Dav.SendAsync("DELETE", "/folder/back");
        await client.Dav.SendAsync("DELETE", "/folder/gone");

        var listed = (await client.Dav.FindAsync(client.Trash, 1, "<nc:trashbin-filename/><nc:trashbin-original-location/><nc:trashbin-deletion-time/>")).Skip(1).ToList();
        var byName = listed.ToDictionary(one => DavClient.ValueOf(one, "nc:trashbin-filename")!, one => "/" + DavClient.HrefOf(one));
        var restored = await client.Dav.StatusAsync("MOVE", byName["back"], null, ("Destination", client.Trash.Replace("/trash", "/restore/back", StringComparison.Ordinal)));
        var purged = await client.Dav.StatusAsync("DELETE", byName["gone"]);

        Assert.Equal(["folder/back", "folder/gone"], listed.Select(one => DavClient.ValueOf(one, "nc:trashbin-original-location")).Order());
        Assert.Equal((201, 204), (restored, purged));
        Assert.Equal([1], await session.GetContentAsync("/folder/back"));
        Assert.Empty((await session.ReadTrashAsync()).Items);
    }

    [Fact]
    public async Task Old_versions_are_listed_read_and_brought_back()
    {
        var client = new NextcloudClient(host, await host.MakeAccountAsync());
        await client.Dav.PutAsync("/file", "one");
        await client.Dav.PutAsync("/file", "second");
        var history = $"{client.Versions}/{await client.Dav.PropertyAsync("/file", "oc:fileid")}";

        var listed = await client.Dav.FindAsync(history, 1, "<d:getcontentlength/>");
        var old = "/" + DavClient.HrefOf(listed[1]);

        Assert.Equal(2, listed.Count);
        Assert.Equal("3", DavClient.ValueOf(listed[1], "d:getcontentlength"));
        Assert.Equal("one", await DavClient.TextAsync(await client.Dav.SendAsync("GET", old)));
        Assert.Equal(201, await client.Dav.StatusAsync("MOVE", old, null, ("Destination", "/remote.php/dav/versions/x/restore/target")));
        Assert.Equal("one", await client.Dav.GetAsync("/file"));
        Assert.Equal(3, (await client.Dav.FindAsync(history, 1)).Count);
    }

    [Fact]
    public async Task An_app_password_opens_the_files_and_nothing_of_the_account_until_it_is_revoked()
    {
        var session = await host.MakeAccountAsync();
        var made = await Session.ReadAsync(
            await session.PostAsync("/app-passwords", new AppPasswordRequest { Name = "rclone" }, Json.AppPasswordRequest), HttpStatusCode.Created, Json.AppPasswordBody);
        var dav = new DavClient(host.Anonymous, made.UserName, made.Password!);

        var listed = await Session.ReadAsync(await session.GetAsync("/app-passwords"), HttpStatusCode.OK, Json.AppPasswordListBody);
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/app-passwords");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", made.Password);
        var refused = await DavClient.AskAsync(host, request);

        Assert.Equal(("rclone", null), (listed.AppPasswords.Single().Name, listed.AppPasswords.Single().Password));
        await Session.ProblemAsync(refused, 403, ProblemTypes.Forbidden);
        Assert.Equal(201, await dav.StatusAsync("MKCOL", "/folder"));
        Assert.Equal(HttpStatusCode.NoContent, (await session.SendAsync(HttpMethod.Delete, $"/app-passwords/{made.Id}")).StatusCode);
        Assert.Equal(401, await dav.StatusAsync("MKCOL", "/other"));
    }

    [Fact]
    public async Task A_client_is_let_in_by_a_page_and_gets_an_app_password_once()
    {
        var session = await host.MakeAccountAsync();
        var begun = JsonDocument.Parse(await DavClient.TextAsync(await DavClient.AskAsync(host, new HttpRequestMessage(HttpMethod.Post, "/index.php/login/v2")))).RootElement;
        var token = begun.GetProperty("poll").GetProperty("token").GetString()!;
        var page = new Uri(begun.GetProperty("login").GetString()!).PathAndQuery;

        var before = await PollAsync(token);
        var shown = await DavClient.TextAsync(await DavClient.AskAsync(host, new HttpRequestMessage(HttpMethod.Get, page)));
        var wrong = await FormAsync(page, ("email", session.Email), ("password", "wrong"));
        var right = await FormAsync(page, ("email", session.Email), ("password", Session.Password));
        var stranger = await PollAsync(token[..^2] + "AA");
        var first = await PollAsync(token);
        var second = await PollAsync(token);

        Assert.Contains("<form method=\"post\">", shown);
        Assert.Equal(
            (HttpStatusCode.NotFound, HttpStatusCode.Forbidden, HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.OK, HttpStatusCode.NotFound),
            (before.StatusCode, wrong.StatusCode, right.StatusCode, stranger.StatusCode, first.StatusCode, second.StatusCode));
        var granted = JsonDocument.Parse(await DavClient.TextAsync(first)).RootElement;
        var dav = new DavClient(host.Anonymous, granted.GetProperty("loginName").GetString()!, granted.GetProperty("appPassword").GetString()!);
        Assert.Equal(200, await dav.StatusAsync("OPTIONS", "/"));
        Assert.Equal(200, await dav.StatusAsync("DELETE", "//ocs/v2.php/core/apppassword"));
        Assert.Equal(401, await dav.StatusAsync("OPTIONS", "/"));
    }

    [Theory]
    [InlineData("/index.php/core/preview?fileId=1&x=64&y=64")]
    [InlineData("/index.php/core/preview.png?file=/a&x=64&y=64")]
    [InlineData("/index.php/apps/files/api/v1/thumbnail/64/64/a")]
    public async Task Pictures_that_the_server_does_not_make_are_not_there(string address)
    {
        var client = new NextcloudClient(host, await host.MakeAccountAsync());

        Assert.Equal(404, await client.Dav.StatusAsync("GET", "/" + address));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_client_that_listens_is_rung_when_something_changed()
    {
        var session = await host.MakeAccountAsync();
        var cancellationToken = TestContext.Current.CancellationToken;
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(host.Anonymous.BaseAddress!) { Scheme = "ws", Path = "/push/ws" }.Uri, cancellationToken);
        foreach (var text in new[] { session.Email, session.Device.Token })
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        }

        Assert.Equal("authenticated", await HearAsync(socket, cancellationToken));
        await session.PutAsync("/file", [1]);
        Assert.Equal("notify_file", await HearAsync(socket, cancellationToken));
    }

    private static async Task<string> HearAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[256];
        var read = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
        return Encoding.UTF8.GetString(buffer, 0, read.Count);
    }

    private Task<HttpResponseMessage> PollAsync(string token) => FormAsync("/index.php/login/v2/poll", ("token", token));

    private Task<HttpResponseMessage> FormAsync(string address, params (string Name, string Value)[] fields) => DavClient.AskAsync(
        host,
        new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        });

    private static ByteArrayContent Part(string path, string text, byte[] md5)
    {
        var part = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        part.Headers.ContentLength = text.Length;
        part.Headers.TryAddWithoutValidation("X-File-Path", path);
        part.Headers.TryAddWithoutValidation("X-File-MD5", Convert.ToHexStringLower(md5));
        part.Headers.TryAddWithoutValidation("X-File-Mtime", "1500000000");
        return part;
    }
}
