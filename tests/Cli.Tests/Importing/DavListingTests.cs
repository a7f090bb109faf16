using System.Text;
using FileStorage.Cli.Importing;
using FileStorage.Cli.Terminal;

namespace FileStorage.Tests.Cli.Tests.Importing;

/// <summary>A WebDAV server is a stranger: what it writes decides neither where files go nor who gets the password.</summary>
public sealed class DavListingTests
{
    private static readonly Uri Folder = new("https://dav.example.org/a%20b/");

    [Theory]
    [InlineData("/a%20b/file", "/in/file", "https://dav.example.org/a%20b/file")]
    [InlineData("/a b/%66ile", "/in/file", "https://dav.example.org/a%20b/file")]
    [InlineData("http://inner:8080/a%20b/file", "/in/file", "https://dav.example.org/a%20b/file")]
    [InlineData("//evil.example.org/a%20b/file", "/in/file", "https://dav.example.org/a%20b/file")]
    [InlineData("/a%20b/%C3%BC%20%23%25+", "/in/ü #%+", "https://dav.example.org/a%20b/%C3%BC%20%23%25%2B")]
    public async Task A_member_lies_in_the_folder_that_was_asked_for(string href, string path, string address)
    {
        var item = Assert.Single(await ReadAsync(href));

        Assert.Equal((path, address), (item.Path, item.Address));
        Assert.Equal((5, "SHA1:ab"), (item.SizeBytes, item.Checksum?.ToString()));
    }

    [Theory]
    [InlineData("/a%20b/")]
    [InlineData("/a%20b")]
    [InlineData("/other/file")]
    [InlineData("/a%20b/deep/file")]
    [InlineData("/a%20b/x%2Fy")]
    [InlineData("/a%20b/%2E%2E")]
    [InlineData("/a%20b/../../etc/passwd")]
    [InlineData("")]
    public async Task What_does_not_lie_right_in_it_is_no_member(string href) => Assert.Empty(await ReadAsync(href));

    [Theory]
    [InlineData("no xml")]
    [InlineData("<!DOCTYPE x [<!ENTITY y \"z\">]><d:multistatus xmlns:d=\"DAV:\">&y;</d:multistatus>")]
    [InlineData("<d:multistatus xmlns:d=\"DAV:\"><d:response>")]
    public async Task What_is_no_answer_is_told_so(string body) =>
        await Assert.ThrowsAsync<IOException>(() => ReadBodyAsync(body));

    private static Task<List<SourceItem>> ReadAsync(string href) => ReadBodyAsync(
        $"""
        <?xml version="1.0"?>
        <d:multistatus xmlns:d="DAV:" xmlns:oc="http://owncloud.org/ns"><d:response><d:href>{href}</d:href>
        <d:propstat><d:prop><d:resourcetype/><d:getcontentlength>5</d:getcontentlength><oc:checksums><oc:checksum>SHA1:AB MD5:cd</oc:checksum></oc:checksums></d:prop>
        <d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response></d:multistatus>
        """);

    private static async Task<List<SourceItem>> ReadBodyAsync(string body)
    {
        using var output = new Output(json: true);
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(body));
        return await DavListing.ReadAsync(stream, Folder, "/in", new ImportReport(output), TestContext.Current.CancellationToken);
    }
}
