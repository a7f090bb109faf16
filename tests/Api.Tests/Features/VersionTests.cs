using System.Net;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Core.Chunks;
using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.Features;

public sealed class VersionTests(RealHost host)
{
    private static readonly ContractsJsonContext Json = ContractsJsonContext.Default;

    private readonly string _path = "/" + Guid.NewGuid().ToString("N");

    private Session Session => host.Administrator;

    [Fact]
    public async Task Every_version_can_be_listed_and_read()
    {
        for (byte version = 1; version <= 5; version++)
        {
            await Session.PutAsync(_path, [version]);
        }

        var first = await Session.ReadAsync(
            await Session.GetAsync($"/items/versions?path={_path}&limit=3"), HttpStatusCode.OK, Json.VersionPageBody);
        var second = await Session.ReadAsync(
            await Session.GetAsync($"/items/versions?path={_path}&limit=3&before={first.Next}"), HttpStatusCode.OK, Json.VersionPageBody);
        var third = await Session.GetAsync($"/items/versions/3/content?path={_path}");

        Assert.Equal([5, 4, 3, 2, 1], first.Versions.Concat(second.Versions).Select(version => version.Number));
        Assert.Null(second.Next);
        Assert.Equal([3], await third.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Restoring_a_version_makes_a_new_one_and_loses_none()
    {
        await Session.PutAsync(_path, [1]);
        var item = await Session.PutAsync(_path, [2]);

        var restored = await Session.ReadAsync(
            await Session.SendAsync(HttpMethod.Post, $"/items/{item.Id}/versions/1/restore"), HttpStatusCode.OK, Json.ItemBody);

        Assert.Equal(3, restored.Version);
        Assert.Equal([1], await Session.GetContentAsync(_path));
        Assert.Equal([2], await (await Session.GetAsync($"/items/{item.Id}/versions/2/content")).Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_manifest_lists_the_chunks()
    {
        var content = TestBytes.Random(1000);
        var item = await Session.PutAsync(_path, content);

        var manifest = await Session.ReadAsync(
            await Session.GetAsync($"/items/{item.Id}/versions/1/manifest"), HttpStatusCode.OK, Json.ManifestBody);

        Assert.Equal(1000, manifest.Size);
        Assert.Equal((ChunkId.Of(content), 1000), (manifest.Chunks.Single().Id, manifest.Chunks.Single().Length));
    }

    [Theory]
    [InlineData("2")]
    [InlineData("0")]
    [InlineData("x")]
    public async Task A_version_that_is_not_is_not_found(string number)
    {
        var item = await Session.PutAsync(_path, [1]);

        await Session.ProblemAsync(await Session.GetAsync($"/items/{item.Id}/versions/{number}/content"), 404, ProblemTypes.NotFound);
    }
}
