using System.Net;
using System.Security.Cryptography;
using System.Text;
using FileStorage.Api.Contracts.Json;
using FileStorage.Tests.Api.Tests.Hosting;
using FileStorage.Tests.Api.Tests.WebDav;

namespace FileStorage.Tests.Api.Tests.Nextcloud;

public sealed class PartUploadTests(RealHost host)
{
    [Theory]
    [InlineData("0000000000000001", "0000000000000000", "0000000000000002")]
    [InlineData("0000000000000005", "0000000000000000", "0000000000000009")]
    [InlineData("000000000000005-000000000000009", "000000000000000-000000000000005", "000000000000009-000000000000011")]
    [InlineData("2", "1", "10")]
    public async Task Parts_become_one_file_in_the_order_of_their_numbers(string second, string first, string third)
    {
        var client = await ClientAsync();
        await client.SendPartsAsync("transfer", (second, "-two"), (first, "first"), (third, "3\n"));

        var answer = await client.FinishAsync("transfer", "/file", ("OC-Total-Length", "11"), ("X-OC-Mtime", "1500000000"), ("OC-Checksum", Sha1("first-two3\n")));

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("accepted", answer.Headers.GetValues("X-OC-MTime").Single());
        Assert.NotEmpty(answer.Headers.GetValues("OC-FileId").Single());
        Assert.Equal("first-two3\n", await client.Dav.GetAsync("/file"));
        Assert.Equal("Fri, 14 Jul 2017 02:40:00 GMT", await client.Dav.PropertyAsync("/file", "d:getlastmodified"));
    }

    [Fact]
    public async Task A_last_step_that_is_repeated_because_its_answer_was_lost_succeeds_again_and_makes_no_second_version()
    {
        var session = await host.MakeAccountAsync();
        var client = new NextcloudClient(host, session);
        var etag = (await client.Dav.PutAsync("/file", "old")).Headers.ETag!.Tag;
        await client.SendPartsAsync("transfer", ("1", "new"));
        var condition = ("If", $"<{client.Dav.Root}/file> ([{etag}])");

        var first = await client.FinishAsync("transfer", "/file", condition);
        var second = await client.FinishAsync("transfer", "/file", condition);

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (first.StatusCode, second.StatusCode));
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
        var versions = await Session.ReadAsync(
            await session.GetAsync("/items/versions?path=/file"), HttpStatusCode.OK, ContractsJsonContext.Default.VersionPageBody);
        Assert.Equal(2, versions.Versions.Count);
    }

    [Fact]
    public async Task What_was_edited_meanwhile_is_not_overwritten()
    {
        var client = await ClientAsync();
        var etag = (await client.Dav.PutAsync("/file", "old")).Headers.ETag!.Tag;
        await client.SendPartsAsync("transfer", ("1", "mine"));
        await client.Dav.PutAsync("/file", "theirs");

        var answer = await client.FinishAsync("transfer", "/file", ("If", $"<{client.Dav.Root}/file> ([{etag}])"));

        Assert.Equal(HttpStatusCode.PreconditionFailed, answer.StatusCode);
        Assert.Equal("theirs", await client.Dav.GetAsync("/file"));
    }

    [Theory]
    [InlineData("OC-Total-Length", "9")]
    [InlineData("OC-Checksum", "SHA1:0000000000000000000000000000000000000000")]
    [InlineData("OC-Checksum", "SHA1:nonsense")]
    public async Task Parts_that_are_not_what_the_client_meant_become_no_file(string header, string value)
    {
        var client = await ClientAsync();
        await client.SendPartsAsync("transfer", ("1", "text"));

        Assert.Equal(HttpStatusCode.BadRequest, (await client.FinishAsync("transfer", "/file", (header, value))).StatusCode);
        Assert.Equal(404, await client.Dav.StatusAsync("GET", "/file"));
    }

    [Fact]
    public async Task An_upload_that_was_broken_off_tells_what_has_come_and_goes_on()
    {
        var client = await ClientAsync();
        await client.SendPartsAsync("transfer", ("1", "one"), ("2", "stray"), ("3", "three"));

        var parts = await client.Dav.FindAsync(client.Upload("transfer"), 1, "<d:resourcetype/><d:getcontentlength/>");
        Assert.Equal(204, await client.Dav.StatusAsync("DELETE", client.Upload("transfer/2")));
        Assert.Equal(201, await client.Dav.StatusAsync("PUT", client.Upload("transfer/2"), NextcloudClient.Bytes("two"), ("OC-Chunk-Offset", "3")));
        var answer = await client.FinishAsync("transfer", "/file");

        Assert.Equal([null, "3", "5", "5"], parts.Select(part => DavClient.ValueOf(part, "d:getcontentlength")));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("onetwothree", await client.Dav.GetAsync("/file"));
    }

    [Fact]
    public async Task A_gap_is_found_where_the_client_told_where_its_parts_begin()
    {
        var client = await ClientAsync();
        await client.SendPartsAsync("transfer", ("1", "one"));
        await client.Dav.SendAsync("PUT", client.Upload("transfer/3"), NextcloudClient.Bytes("three"), ("OC-Chunk-Offset", "6"));

        Assert.Equal(HttpStatusCode.BadRequest, (await client.FinishAsync("transfer", "/file")).StatusCode);
    }

    [Fact]
    public async Task Uploads_that_are_not_there_are_not_there()
    {
        var client = await ClientAsync();
        var other = await ClientAsync();
        await other.SendPartsAsync("transfer", ("1", "x"));

        Assert.Equal(404, await client.Dav.StatusAsync("PUT", client.Upload("transfer/1"), NextcloudClient.Bytes("x")));
        Assert.Equal(404, await client.Dav.StatusAsync("DELETE", client.Upload("transfer")));
        Assert.Equal(404, await client.Dav.StatusAsync("PROPFIND", client.Upload("transfer"), null, ("Depth", "1")));
        Assert.Equal(403, await client.Dav.StatusAsync("DELETE", other.Upload("transfer")));
        Assert.Equal(204, await other.Dav.StatusAsync("DELETE", other.Upload("transfer")));
    }

    private async Task<NextcloudClient> ClientAsync() => new(host, await host.MakeAccountAsync());

    private static string Sha1(string text) => "SHA1:" + Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithmName.SHA1, Encoding.UTF8.GetBytes(text)));
}
