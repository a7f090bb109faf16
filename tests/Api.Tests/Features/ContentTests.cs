using System.Net;
using System.Security.Cryptography;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.Features;

public sealed class ContentTests(RealHost host)
{
    private const int MiB = 1024 * 1024;

    private static readonly ContractsJsonContext Json = ContractsJsonContext.Default;

    private readonly string _folder = "/" + Guid.NewGuid().ToString("N");

    private Session Session => host.Administrator;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10_000)]
    [InlineData(300_000)]
    [InlineData(MiB)]
    [InlineData(MiB + 1)]
    [InlineData(20 * MiB + 7)]
    public async Task What_was_put_comes_back_exactly(int length)
    {
        var content = TestBytes.Random(length);

        var item = await Session.PutAsync(_folder + "/a", content);

        Assert.Equal(length, item.Size);
        Assert.Equal(content, await Session.GetContentAsync(_folder + "/a"));
    }

    [Fact]
    public async Task A_body_without_a_length_is_stored_too()
    {
        var content = TestBytes.Random(3 * MiB);
        var body = new StreamContent(new BadInput.UnknownLengthStream(content));

        var answer = await Session.SendAsync(HttpMethod.Put, $"/content{_folder}?parents=true", body);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal(content, await Session.GetContentAsync(_folder));
    }

    [Fact]
    public async Task The_answer_to_a_put_says_where_and_what_it_is()
    {
        var content = TestBytes.Random(100);

        var answer = await Session.SendAsync(HttpMethod.Put, $"/content{_folder}", new ByteArrayContent(content));

        var item = await Session.ReadAsync(answer, HttpStatusCode.Created, Json.ItemBody);
        Assert.Equal($"\"{item.Etag}\"", answer.Headers.ETag?.Tag);
        Assert.Equal($"/api/v1/items/{item.Id}", answer.Headers.Location?.OriginalString);
        Assert.Equal(_folder, item.Path);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), item.Sha256?.ToString());
        Assert.Equal((HttpStatusCode)200, (await Session.SendAsync(HttpMethod.Put, $"/content{_folder}", new ByteArrayContent([1]))).StatusCode);
    }

    [Fact]
    public async Task Time_and_executable_bit_are_kept()
    {
        var answer = await Session.SendAsync(
            HttpMethod.Put, $"/content{_folder}", new ByteArrayContent([1]), ("X-Modified-At", "2020-02-03T04:05:06Z"), ("X-Executable", "true"));

        var item = await Session.ReadAsync(answer, HttpStatusCode.Created, Json.ItemBody);
        Assert.Equal(new DateTimeOffset(2020, 2, 3, 4, 5, 6, TimeSpan.Zero), item.ModifiedAt);
        Assert.True(item.Executable);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 99)]
    [InlineData(1_000_000, 5_000_000)]
    [InlineData(5_999_999, 5_999_999)]
    public async Task A_range_is_that_part_of_the_content(int first, int last)
    {
        var content = TestBytes.Random(6_000_000);
        await Session.PutAsync(_folder, content);

        var answer = await Session.GetAsync("/content" + _folder, ("Range", $"bytes={first}-{last}"));

        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal($"bytes {first}-{last}/6000000", answer.Content.Headers.ContentRange?.ToString());
        Assert.Equal(content[first..(last + 1)], await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_range_outside_of_the_content_is_told_its_size()
    {
        await Session.PutAsync(_folder, [1, 2, 3]);

        var answer = await Session.GetAsync("/content" + _folder, ("Range", "bytes=3-"));

        Assert.Equal("bytes */3", answer.Content.Headers.ContentRange?.ToString());
        await Session.ProblemAsync(answer, 416, ProblemTypes.RangeNotSatisfiable);
    }

    [Fact]
    public async Task What_the_caller_has_is_not_sent_again()
    {
        var item = await Session.PutAsync(_folder, [1, 2, 3]);

        var answer = await Session.GetAsync("/content" + _folder, ("If-None-Match", $"\"{item.Etag}\""));

        Assert.Equal(HttpStatusCode.NotModified, answer.StatusCode);
    }

    [Fact]
    public async Task A_head_tells_everything_but_the_content()
    {
        await Session.PutAsync(_folder, [1, 2, 3]);

        var answer = await Session.SendAsync(HttpMethod.Head, "/content" + _folder);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(3, answer.Content.Headers.ContentLength);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task No_browser_runs_what_somebody_stored()
    {
        await Session.PutAsync(_folder + "/evil é.html", [1]);

        var answer = await Session.GetAsync($"/content{_folder}/evil%20%C3%A9.html");

        Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal("attachment; filename*=UTF-8''evil%20%C3%A9.html", answer.Content.Headers.GetValues("Content-Disposition").Single());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.StartsWith("sandbox", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(5 * MiB)]
    public async Task A_digest_is_verified(int length)
    {
        var content = TestBytes.Random(length);
        var right = $"sha-256=:{Convert.ToBase64String(SHA256.HashData(content))}:";
        var wrong = $"sha-256=:{Convert.ToBase64String(SHA256.HashData([1]))}:";

        var refused = await Session.SendAsync(HttpMethod.Put, $"/content{_folder}", new ByteArrayContent(content), ("Repr-Digest", wrong));
        var taken = await Session.SendAsync(HttpMethod.Put, $"/content{_folder}", new ByteArrayContent(content), ("Repr-Digest", right));

        await Session.ProblemAsync(refused, 422, ProblemTypes.HashMismatch);
        Assert.Equal(HttpStatusCode.Created, taken.StatusCode);
    }

    [Fact]
    public async Task A_file_is_replaced_only_where_it_is_what_the_caller_saw()
    {
        var item = await Session.PutAsync(_folder, [1]);

        var first = await Session.SendAsync(HttpMethod.Put, $"/content{_folder}", new ByteArrayContent([2]), ("If-Match", $"\"{item.Etag}\""));
        var second = await Session.SendAsync(HttpMethod.Put, $"/content{_folder}", new ByteArrayContent([3]), ("If-Match", $"\"{item.Etag}\""));
        var absent = await Session.SendAsync(HttpMethod.Put, $"/content{_folder}", new ByteArrayContent([4]), ("If-None-Match", "*"));

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        await Session.ProblemAsync(second, 412, ProblemTypes.PreconditionFailed);
        await Session.ProblemAsync(absent, 412, ProblemTypes.PreconditionFailed);
        Assert.Equal([2], await Session.GetContentAsync(_folder));
    }

    [Fact]
    public async Task Many_who_create_one_file_make_versions_of_it()
    {
        var puts = Enumerable.Range(0, 8).Select(index => Session.PutAsync(_folder + "/same", [(byte)index]));

        var items = await Task.WhenAll(puts);

        Assert.Single(items.Select(item => item.Id).Distinct());
        Assert.Equal(8, (await Session.GetItemAsync(_folder + "/same")).Version);
    }

    [Fact]
    public async Task A_folder_has_no_content()
    {
        await Session.PutAsync(_folder + "/a", [1]);

        await Session.ProblemAsync(await Session.GetAsync("/content" + _folder), 409, ProblemTypes.NotPossible);
        await Session.ProblemAsync(
            await Session.SendAsync(HttpMethod.Put, "/content" + _folder, new ByteArrayContent([1])), 409, ProblemTypes.NotPossible);
        await Session.ProblemAsync(
            await Session.SendAsync(HttpMethod.Put, $"/content{_folder}/a/b", new ByteArrayContent([1])), 409, ProblemTypes.ParentMissing);
    }
}
