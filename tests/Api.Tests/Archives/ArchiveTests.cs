using System.IO.Compression;
using System.Net;
using System.Text;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Api.Contracts.Sharing;
using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.Archives;

public sealed class ArchiveTests(RealHost host)
{
    private static readonly ContractsJsonContext Json = ContractsJsonContext.Default;

    [Fact]
    public async Task An_archive_holds_every_file_and_folder_with_times_and_modes()
    {
        var owner = await host.MakeAccountAsync();
        var large = TestBytes.Random(3_000_001);
        await owner.PutAsync("/folder/large", large);
        await owner.PutAsync("/folder/sub/empty file", []);
        await owner.PutAsync($"/folder/sub/{Uri.EscapeDataString("grüße 🌞")}", "hello"u8.ToArray());
        await owner.PostAsync("/folders", new MakeFolderRequest { Path = "/folder/empty folder" }, Json.MakeFolderRequest);
        await owner.SendAsync(
            HttpMethod.Put, "/content/folder/run.sh", new ByteArrayContent([1]), ("X-Executable", "true"), ("X-Modified-At", "2020-02-03T04:05:06Z"));

        using var archive = await ReadAsync(owner, "/folder");

        Assert.Equal(
            ["folder/", "folder/empty folder/", "folder/large", "folder/run.sh", "folder/sub/", "folder/sub/empty file", "folder/sub/grüße 🌞"],
            archive.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
        Assert.Equal(large, await ContentAsync(archive, "folder/large"));
        Assert.Empty(await ContentAsync(archive, "folder/sub/empty file"));
        Assert.Equal("hello"u8.ToArray(), await ContentAsync(archive, "folder/sub/grüße 🌞"));
        var script = archive.GetEntry("folder/run.sh")!;
        Assert.Equal((Convert.ToInt32("100755", 8), new DateTime(2020, 2, 3, 4, 5, 6)), (script.ExternalAttributes >>> 16, script.LastWriteTime.DateTime));
    }

    [Fact]
    public async Task Deep_folders_and_many_files_are_in_it()
    {
        var owner = await host.MakeAccountAsync();
        var deep = string.Concat(Enumerable.Range(0, 100).Select(depth => $"/d{depth}"));
        await owner.PutAsync($"/folder{deep}/file", [1]);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(index => owner.PutAsync($"/folder/many/f{index}", [(byte)index])));

        using var archive = await ReadAsync(owner, "/folder");

        Assert.Equal([1], await ContentAsync(archive, $"folder{deep}/file"));
        for (var index = 0; index < 40; index++)
        {
            Assert.Equal([(byte)index], await ContentAsync(archive, $"folder/many/f{index}"));
        }
    }

    [Fact]
    public async Task What_the_caller_may_not_see_is_not_in_it_and_what_is_mounted_is()
    {
        var (owner, friend) = (await host.MakeAccountAsync(), await host.MakeAccountAsync());
        await owner.PutAsync("/shared/open", [1]);
        var closed = await owner.PutAsync("/shared/closed/file", [2]);
        await owner.SendAsync(HttpMethod.Put, "/items/shares?path=/shared", Session.Body(new ShareRequest { Email = friend.Email, Access = "read" }, Json.ShareRequest));
        await owner.SendAsync(HttpMethod.Put, "/items/shares?path=/shared/closed", Session.Body(new ShareRequest { Everyone = true, Access = "none" }, Json.ShareRequest));
        var shared = await owner.GetItemAsync("/shared");
        await friend.PutAsync("/mine/file", [3]);
        await friend.PostAsync($"/shared/{shared.Id}/mount", new PlaceRequest { Path = "/mine/mounted" }, Json.PlaceRequest);

        using var archive = await ReadAsync(friend, "/mine");

        Assert.Equal(
            ["mine/", "mine/file", "mine/mounted/", "mine/mounted/open"], archive.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, (await friend.GetAsync($"/items/{closed.ParentId}/archive")).StatusCode);
    }

    [Fact]
    public async Task A_backslash_in_a_name_leads_nowhere()
    {
        var owner = await host.MakeAccountAsync();
        await owner.PutAsync("/folder/" + Uri.EscapeDataString("..\\..\\evil"), [1]);

        using var archive = await ReadAsync(owner, "/folder");

        Assert.DoesNotContain(archive.Entries, entry => entry.FullName.Contains('\\', StringComparison.Ordinal));
        Assert.Equal(2, archive.Entries.Count);
    }

    [Fact]
    public async Task Only_a_folder_is_an_archive_and_a_drive_is_one_too()
    {
        var owner = await host.MakeAccountAsync();
        await owner.PutAsync("/file", [1]);

        await Session.ProblemAsync(await owner.GetAsync("/items/archive?path=/file"), 409, ProblemTypes.NotPossible);
        Assert.Equal(HttpStatusCode.NotFound, (await owner.GetAsync("/items/archive?path=/none")).StatusCode);
        using var archive = await ReadAsync(owner, "/");
        Assert.Equal(["files/", "files/file"], archive.Entries.Select(entry => entry.FullName));
        var head = await owner.SendAsync(HttpMethod.Head, "/items/archive?path=/");
        Assert.Equal((HttpStatusCode.OK, "application/zip"), (head.StatusCode, head.Content.Headers.ContentType?.MediaType));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<ZipArchive> ReadAsync(Session owner, string path)
    {
        var answer = await owner.GetAsync($"/items/archive?path={Uri.EscapeDataString(path)}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return new ZipArchive(new MemoryStream(bytes), ZipArchiveMode.Read, leaveOpen: false, Encoding.UTF8);
    }

    private static async Task<byte[]> ContentAsync(ZipArchive archive, string name)
    {
        await using var stream = await archive.GetEntry(name)!.OpenAsync(TestContext.Current.CancellationToken);
        using var content = new MemoryStream();
        await stream.CopyToAsync(content, TestContext.Current.CancellationToken);
        return content.ToArray();
    }
}
