using System.Net;
using System.Security.Cryptography;
using FileStorage.Tests.Api.Tests.Hosting;
using FileStorage.Tests.Api.Tests.Tus;

namespace FileStorage.Tests.Api.Tests.Nextcloud;

/// <summary>tus as ownCloud's clients speak it, below the addresses of the tree.</summary>
public sealed class OwnCloudUploadTests(RealHost host)
{
    private const string Version = "1.0.0";

    [Fact]
    public async Task It_is_not_announced()
    {
        var client = new NextcloudClient(host, await host.MakeAccountAsync());

        var files = (await client.AskAsync("/ocs/v1.php/cloud/capabilities?format=json"))
            .GetProperty("ocs").GetProperty("data").GetProperty("capabilities").GetProperty("files");

        Assert.True(files.GetProperty("bigfilechunking").GetBoolean());
        Assert.False(files.TryGetProperty("tus_support", out _));
    }

    [Fact]
    public async Task A_file_comes_in_one_request_and_is_answered_as_a_PUT_would_be()
    {
        var session = await host.MakeAccountAsync();
        var client = new NextcloudClient(host, session);
        Assert.Equal(201, await client.Dav.StatusAsync("MKCOL", "/sub"));
        var content = TestBytes.Random(300_000);

        var answer = await BeginAsync(client, "/sub/größe.bin", content.Length, content, ("X-OC-Mtime", "1500000000"), Sha1(content));

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("300000", TusClient.Header(answer, "Upload-Offset"));
        Assert.Equal("accepted", TusClient.Header(answer, "X-OC-MTime"));
        Assert.Equal("RGDNVW", TusClient.Header(answer, "OC-Perm"));
        Assert.Equal(await client.Dav.PropertyAsync("/sub/größe.bin", "d:getetag"), TusClient.Header(answer, "OC-ETag"));
        Assert.Equal(await client.Dav.PropertyAsync("/sub/größe.bin", "oc:id"), TusClient.Header(answer, "OC-FileId"));
        Assert.Equal("Fri, 14 Jul 2017 02:40:00 GMT", await client.Dav.PropertyAsync("/sub/größe.bin", "d:getlastmodified"));
        Assert.Equal(content, await session.GetContentAsync("/sub/größe.bin"));
    }

    [Fact]
    public async Task A_file_goes_on_where_it_was_at_the_address_that_was_told()
    {
        var session = await host.MakeAccountAsync();
        var client = new NextcloudClient(host, session);
        var content = TestBytes.Random(3_000_000);
        var begun = await BeginAsync(client, "/long", content.Length, content[..1_000_000]);
        var upload = UploadOf(begun);

        var head = await client.Dav.SendAsync("HEAD", upload, null, ("Tus-Resumable", Version));
        var middle = await AppendAsync(client, upload, 1_000_000, content[1_000_000..2_000_000]);
        var wrong = await AppendAsync(client, upload, 1_000_000, content[1_000_000..2_000_000]);
        var last = await AppendAsync(client, upload, 2_000_000, content[2_000_000..]);

        Assert.Equal(("1000000", "3000000"), (TusClient.Header(head, "Upload-Offset"), TusClient.Header(head, "Upload-Length")));
        Assert.Equal((HttpStatusCode.NoContent, "2000000"), (middle.StatusCode, TusClient.Header(middle, "Upload-Offset")));
        Assert.Null(TusClient.Header(middle, "OC-FileId"));
        Assert.Equal((HttpStatusCode.Conflict, "2000000"), (wrong.StatusCode, TusClient.Header(wrong, "Upload-Offset")));
        Assert.Equal(HttpStatusCode.NoContent, last.StatusCode);
        Assert.Equal(await client.Dav.PropertyAsync("/long", "oc:id"), TusClient.Header(last, "OC-FileId"));
        Assert.Equal(content, await session.GetContentAsync("/long"));
    }

    [Fact]
    public async Task What_somebody_else_edited_is_not_overwritten_and_what_hashes_otherwise_is_not_kept()
    {
        var client = new NextcloudClient(host, await host.MakeAccountAsync());
        var etag = (await client.Dav.PutAsync("/file", "old")).Headers.ETag!.Tag;
        await client.Dav.PutAsync("/file", "theirs");

        var stale = await BeginAsync(client, "/file", 4, "mine"u8.ToArray(), ("If-Match", etag));
        var broken = await BeginAsync(client, "/file", 4, "mine"u8.ToArray(), Sha1("other"u8.ToArray()));

        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, broken.StatusCode);
        Assert.Equal("theirs", await client.Dav.GetAsync("/file"));
    }

    [Fact]
    public async Task A_lock_of_somebody_else_holds_when_it_begins_and_when_it_ends()
    {
        var client = new NextcloudClient(host, await host.MakeAccountAsync());
        await client.Dav.PutAsync("/file", "old");
        var upload = UploadOf(await BeginAsync(client, "/file", 4, "mi"u8.ToArray()));
        await client.Dav.LockAsync("/file");

        Assert.Equal(HttpStatusCode.Locked, (await BeginAsync(client, "/file", 4, "mine"u8.ToArray())).StatusCode);
        Assert.Equal(HttpStatusCode.Locked, (await AppendAsync(client, upload, 2, "ne"u8.ToArray())).StatusCode);
        Assert.Equal("old", await client.Dav.GetAsync("/file"));
    }

    [Fact]
    public async Task Nobody_goes_on_with_the_upload_of_another_account_or_begins_one_there()
    {
        var mine = new NextcloudClient(host, await host.MakeAccountAsync());
        var theirs = new NextcloudClient(host, await host.MakeAccountAsync());
        var upload = UploadOf(await BeginAsync(theirs, "/file", 4, "th"u8.ToArray()));

        Assert.Equal(HttpStatusCode.NotFound, (await AppendAsync(mine, upload, 2, "ey"u8.ToArray())).StatusCode);
        var begun = await mine.Dav.SendAsync(
            "POST", $"/{theirs.Dav.Root}/", null, ("Tus-Resumable", Version), ("Upload-Length", "4"), ("Upload-Metadata", TusClient.Metadata(("filename", "/x"))));
        Assert.Equal(HttpStatusCode.Forbidden, begun.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/../x")]
    [InlineData("/nowhere/x")]
    public async Task A_name_that_names_no_place_is_refused(string name)
    {
        var client = new NextcloudClient(host, await host.MakeAccountAsync());

        var answer = await BeginAsync(client, name, 1, [1]);

        Assert.InRange((int)answer.StatusCode, 400, 499);
    }

    private static (string, string) Sha1(byte[] content) => ("checksum", $"SHA1 {Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithmName.SHA1, content))}");

    private static async Task<HttpResponseMessage> BeginAsync(
        NextcloudClient client, string name, long length, byte[] first, params (string Name, string Value)[] said)
    {
        var metadata = TusClient.Metadata([("filename", name), .. said.Where(pair => pair.Name == "checksum")]);
        return await client.Dav.SendAsync(
            "POST",
            "/",
            TusClient.Typed(new ByteArrayContent(first)),
            [("Tus-Resumable", Version), ("Upload-Length", $"{length}"), ("Upload-Offset", "0"), ("Upload-Metadata", metadata), .. said.Where(pair => pair.Name != "checksum")]);
    }

    private static Task<HttpResponseMessage> AppendAsync(NextcloudClient client, string upload, long offset, byte[] bytes) => client.Dav.SendAsync(
        "PATCH", upload, TusClient.Typed(new ByteArrayContent(bytes)), ("Tus-Resumable", Version), ("Upload-Offset", $"{offset}"));

    // As a path that DavClient takes for an address of its own.
    private static string UploadOf(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.True(answer.Headers.Location!.IsAbsoluteUri);
        return "/" + answer.Headers.Location.AbsolutePath;
    }
}
