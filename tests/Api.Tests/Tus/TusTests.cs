using System.Net;
using System.Security.Cryptography;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Tests.Api.Tests.BadInput;
using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.Tus;

public sealed class TusTests(RealHost host)
{
    [Fact]
    public async Task An_upload_begins_grows_and_becomes_a_file_with_its_last_byte()
    {
        var client = await ClientAsync();
        var content = TestBytes.Random(3_000_000);
        var begun = await client.CreateAsync("file.bin", content.Length);
        var upload = TusClient.AddressOf(begun);

        var first = await client.PatchAsync(upload, 0, content[..1_000_000]);
        Assert.False(await client.Session.ExistsAsync("/file.bin"));
        var last = await client.PatchAsync(upload, 1_000_000, content[1_000_000..]);

        Assert.Equal("1.0.0", TusClient.Header(begun, "Tus-Resumable"));
        Assert.NotNull(TusClient.Header(begun, "Upload-Expires"));
        Assert.Equal((HttpStatusCode.NoContent, "1000000"), (first.StatusCode, TusClient.Header(first, "Upload-Offset")));
        Assert.NotNull(TusClient.Header(first, "Upload-Expires"));
        Assert.Equal((HttpStatusCode.NoContent, "3000000"), (last.StatusCode, TusClient.Header(last, "Upload-Offset")));
        Assert.NotNull(last.Headers.ETag);
        Assert.Equal(content, await client.Session.GetContentAsync("/file.bin"));
    }

    [Fact]
    public async Task What_has_come_is_told_with_what_was_declared()
    {
        var client = await ClientAsync();
        var metadata = TusClient.Metadata(("filename", "näme"), ("mtime", "1500000000"));
        var answer = await client.SendAsync(HttpMethod.Post, "/tus", null, ("Upload-Length", "10"), ("Upload-Metadata", metadata));
        var upload = TusClient.AddressOf(answer);
        await client.PatchAsync(upload, 0, new byte[4]);

        var head = await client.HeadAsync(upload);

        Assert.Equal("4", TusClient.Header(head, "Upload-Offset"));
        Assert.Equal("10", TusClient.Header(head, "Upload-Length"));
        Assert.Equal(metadata, TusClient.Header(head, "Upload-Metadata"));
        Assert.Equal("no-store", TusClient.Header(head, "Cache-Control"));
        await client.PatchAsync(upload, 4, new byte[6]);
        var item = await client.Session.GetItemAsync("/näme");
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_500_000_000), item.ModifiedAt);
    }

    [Fact]
    public async Task The_server_tells_what_it_speaks_to_anybody()
    {
        var answer = await host.Anonymous.SendAsync(new HttpRequestMessage(HttpMethod.Options, "/api/v1/tus"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal("1.0.0", TusClient.Header(answer, "Tus-Version"));
        Assert.Contains("concatenation", TusClient.Header(answer, "Tus-Extension"), StringComparison.Ordinal);
        Assert.Contains("sha1", TusClient.Header(answer, "Tus-Checksum-Algorithm"), StringComparison.Ordinal);
        Assert.NotNull(TusClient.Header(answer, "Tus-Max-Size"));
    }

    [Fact]
    public async Task An_upload_may_begin_with_its_bytes()
    {
        var client = await ClientAsync();
        var content = TestBytes.Random(100);

        var answer = await client.SendAsync(
            HttpMethod.Post, "/tus", TusClient.Typed(new ByteArrayContent(content[..60])), ("Upload-Length", "100"), ("Upload-Metadata", TusClient.Metadata(("filename", "f"))));
        Assert.Equal("60", TusClient.Header(answer, "Upload-Offset"));
        await client.PatchAsync(TusClient.AddressOf(answer), 60, content[60..]);
        var whole = await client.SendAsync(
            HttpMethod.Post, "/tus", TusClient.Typed(new ByteArrayContent(content)), ("Upload-Length", "100"), ("Upload-Metadata", TusClient.Metadata(("filename", "g"))));

        Assert.Equal((HttpStatusCode.Created, "100"), (whole.StatusCode, TusClient.Header(whole, "Upload-Offset")));
        Assert.Equal(content, await client.Session.GetContentAsync("/f"));
        Assert.Equal(content, await client.Session.GetContentAsync("/g"));
    }

    [Fact]
    public async Task An_empty_file_is_there_as_soon_as_it_is_declared()
    {
        var client = await ClientAsync();
        var upload = await client.BeginAsync("empty", 0);

        Assert.Empty(await client.Session.GetContentAsync("/empty"));
        Assert.Equal(0, await client.OffsetAsync(upload));
    }

    [Fact]
    public async Task The_length_may_be_told_later()
    {
        var client = await ClientAsync();
        var begun = await client.SendAsync(
            HttpMethod.Post, "/tus", null, ("Upload-Defer-Length", "1"), ("Upload-Metadata", TusClient.Metadata(("filename", "later"))));
        var upload = TusClient.AddressOf(begun);
        await client.PatchAsync(upload, 0, new byte[5]);
        Assert.Equal("1", TusClient.Header(await client.HeadAsync(upload), "Upload-Defer-Length"));

        var last = await client.PatchAsync(upload, 5, new byte[2], ("Upload-Length", "7"));
        var other = await client.PatchAsync(upload, 7, [], ("Upload-Length", "8"));

        Assert.Equal(HttpStatusCode.NoContent, last.StatusCode);
        Assert.Equal(7, (await client.Session.GetContentAsync("/later")).Length);
        Assert.Equal("7", TusClient.Header(await client.HeadAsync(upload), "Upload-Length"));
        Assert.Equal(HttpStatusCode.NoContent, other.StatusCode);
    }

    [Theory]
    [InlineData("sha1")]
    [InlineData("sha256")]
    [InlineData("md5")]
    public async Task A_body_that_is_not_what_its_checksum_says_is_not_kept(string algorithm)
    {
        var client = await ClientAsync();
        var content = TestBytes.Random(2_500_000);
        var upload = await client.BeginAsync("checked", content.Length);
        var hash = Convert.ToBase64String(CryptographicOperations.HashData(new HashAlgorithmName(algorithm.ToUpperInvariant()), content));

        var wrong = await client.PatchAsync(upload, 0, TestBytes.Random(content.Length), ("Upload-Checksum", $"{algorithm} {hash}"));
        var offset = await client.OffsetAsync(upload);
        var right = await client.PatchAsync(upload, 0, content, ("Upload-Checksum", $"{algorithm} {hash}"));

        await Session.ProblemAsync(wrong, 460, ProblemTypes.HashMismatch);
        Assert.Equal("1.0.0", TusClient.Header(wrong, "Tus-Resumable"));
        Assert.Equal(0, offset);
        Assert.Equal(HttpStatusCode.NoContent, right.StatusCode);
        Assert.Equal(content, await client.Session.GetContentAsync("/checked"));
    }

    [Theory]
    [InlineData("crc32 AAAA")]
    [InlineData("sha1 AAAA")]
    [InlineData("sha1")]
    public async Task A_checksum_that_cannot_be_one_is_refused(string checksum)
    {
        var client = await ClientAsync();
        var upload = await client.BeginAsync("checked", 1);

        await Session.ProblemAsync(await client.PatchAsync(upload, 0, new byte[1], ("Upload-Checksum", checksum)), 400, ProblemTypes.BadRequest);
        Assert.Equal(0, await client.OffsetAsync(upload));
    }

    [Fact]
    public async Task The_hash_of_the_whole_is_verified_before_there_is_a_file()
    {
        var client = await ClientAsync();
        var content = TestBytes.Random(1000);
        var right = ("checksum", $"SHA1 {Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithmName.SHA1, content))}");
        var wrong = ("checksum", $"SHA1 {Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithmName.SHA1, [1]))}");
        var good = await BeginAsync(client, 1000, ("filename", "good"), right);
        var bad = await BeginAsync(client, 1000, ("filename", "bad"), wrong);

        await client.PatchAsync(good, 0, content[..500]);
        Assert.Equal(HttpStatusCode.NoContent, (await client.PatchAsync(good, 500, content[500..])).StatusCode);
        await Session.ProblemAsync(await client.PatchAsync(bad, 0, content), 422, ProblemTypes.HashMismatch);

        Assert.Equal(content, await client.Session.GetContentAsync("/good"));
        Assert.False(await client.Session.ExistsAsync("/bad"));
        Assert.Equal(422, (int)(await client.HeadAsync(bad)).StatusCode);
    }

    [Fact]
    public async Task A_body_goes_only_where_the_upload_goes_on()
    {
        var client = await ClientAsync();
        var upload = await client.BeginAsync("file", 10);
        await client.PatchAsync(upload, 0, new byte[4]);

        var problem = await Session.ProblemAsync(await client.PatchAsync(upload, 0, new byte[4]), 409, ProblemTypes.MismatchingUploadOffset);
        var beyond = await client.PatchAsync(upload, 5, new byte[4]);

        Assert.Equal((4, 0), (problem.ExpectedOffset, problem.ProvidedOffset));
        Assert.Equal(HttpStatusCode.Conflict, beyond.StatusCode);
        Assert.Equal("4", TusClient.Header(beyond, "Upload-Offset"));
        Assert.Equal(4, await client.OffsetAsync(upload));
    }

    [Fact]
    public async Task More_than_was_declared_is_refused_and_not_kept()
    {
        var client = await ClientAsync();
        var upload = await client.BeginAsync("file", 10);

        await Session.ProblemAsync(await client.PatchAsync(upload, 0, new byte[11]), 413, ProblemTypes.TooLarge);
        await Session.ProblemAsync(await client.PatchAsync(upload, 0, new StreamContent(new UnknownLengthStream(new byte[11]))), 413, ProblemTypes.TooLarge);
        await Session.ProblemAsync(await client.CreateAsync("huge", 60L << 30), 413, ProblemTypes.TooLarge);

        Assert.Equal(0, await client.OffsetAsync(upload));
    }

    [Fact]
    public async Task An_upload_that_is_given_up_is_gone()
    {
        var client = await ClientAsync();
        var upload = await client.BeginAsync("file", 10);
        await client.PatchAsync(upload, 0, new byte[4]);

        Assert.Equal(HttpStatusCode.NoContent, (await client.SendAsync(HttpMethod.Delete, upload, null)).StatusCode);

        Assert.Equal(HttpStatusCode.NotFound, (await client.HeadAsync(upload)).StatusCode);
        await Session.ProblemAsync(await client.PatchAsync(upload, 4, new byte[6]), 404, ProblemTypes.NotFound);
        await Session.ProblemAsync(await client.SendAsync(HttpMethod.Delete, upload, null), 404, ProblemTypes.NotFound);
    }

    [Fact]
    public async Task Uploads_of_others_are_not_there()
    {
        var (mine, other) = (await ClientAsync(), await ClientAsync());
        var upload = await mine.BeginAsync("file", 10);

        Assert.Equal(HttpStatusCode.NotFound, (await other.HeadAsync(upload)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.PatchAsync(upload, 0, new byte[10])).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.SendAsync(HttpMethod.Delete, upload, null)).StatusCode);
        Assert.Equal(0, await mine.OffsetAsync(upload));
    }

    [Fact]
    public async Task What_is_no_request_of_tus_is_told_so()
    {
        var client = await ClientAsync();
        var upload = await client.BeginAsync("file", 10);

        var version = await client.Session.SendAsync(HttpMethod.Head, upload, null, ("Tus-Resumable", "0.2.2"));
        Assert.Equal((HttpStatusCode.PreconditionFailed, "1.0.0"), (version.StatusCode, TusClient.Header(version, "Tus-Version")));
        await Session.ProblemAsync(
            await client.SendAsync(HttpMethod.Patch, upload, new ByteArrayContent(new byte[1]), ("Upload-Offset", "0")), 415, ProblemTypes.UnsupportedMediaType);
        await Session.ProblemAsync(
            await client.SendAsync(HttpMethod.Patch, upload, TusClient.Typed(new ByteArrayContent(new byte[1]))), 400, ProblemTypes.BadRequest);
        await Session.ProblemAsync(await client.PatchAsync(upload, 0, [], ("Upload-Offset", "x")), 400, ProblemTypes.BadRequest);
        foreach (var (name, value) in new[] { ("Upload-Length", "-1"), ("Upload-Defer-Length", "2"), ("X-Nothing", "") })
        {
            var answer = await client.SendAsync(HttpMethod.Post, "/tus", null, (name, value), ("Upload-Metadata", TusClient.Metadata(("filename", "f"))));
            await Session.ProblemAsync(answer, 400, ProblemTypes.BadRequest);
        }

        foreach (var metadata in new[] { "filename %%%", "filename Zg==,filename Zg==", " Zg==", "filename /w==", "other Zg==" })
        {
            var answer = await client.SendAsync(HttpMethod.Post, "/tus", null, ("Upload-Length", "1"), ("Upload-Metadata", metadata));
            await Session.ProblemAsync(answer, 400, ProblemTypes.BadRequest);
        }
    }

    [Fact]
    public async Task Another_method_may_travel_inside_of_POST()
    {
        var client = await ClientAsync();
        var upload = await client.BeginAsync("file", 4);

        var patched = await client.SendAsync(
            HttpMethod.Post, upload, TusClient.Typed(new ByteArrayContent(new byte[3])), ("X-HTTP-Method-Override", "PATCH"), ("Upload-Offset", "0"));
        var deleted = await client.SendAsync(HttpMethod.Post, upload, null, ("X-HTTP-Method-Override", "DELETE"));

        Assert.Equal("3", TusClient.Header(patched, "Upload-Offset"));
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.HeadAsync(upload)).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await client.SendAsync(HttpMethod.Post, upload, null)).StatusCode);
    }

    [Fact]
    public async Task A_place_is_named_in_each_way_that_there_is()
    {
        var client = await ClientAsync();
        var folder = (await client.Session.PutAsync("/folder/there", [1])).ParentId;
        var there = (await client.Session.GetItemAsync("/folder/there")).Id;

        foreach (var (metadata, query) in new[]
        {
            (TusClient.Metadata(("path", "/deep/er/a"), ("parents", "true")), ""),
            (TusClient.Metadata(("parentId", $"{folder}"), ("name", "b")), ""),
            (TusClient.Metadata(("itemId", $"{there}")), ""),
            (TusClient.Metadata(("filename", "/folder/c")), ""),
            (TusClient.Metadata(("dir", "/folder"), ("filename", "d")), ""),
            ("", "?path=/folder/e"),
        })
        {
            var answer = await client.SendAsync(
                HttpMethod.Post, "/tus" + query, TusClient.Typed(new ByteArrayContent(new byte[3])), ("Upload-Length", "3"), ("Upload-Metadata", metadata));
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        }

        foreach (var path in new[] { "/deep/er/a", "/folder/b", "/folder/there", "/folder/c", "/folder/d", "/folder/e" })
        {
            Assert.Equal(3, (await client.Session.GetContentAsync(path)).Length);
        }

        await Session.ProblemAsync(await client.CreateAsync("/nowhere/x", 1), 409, ProblemTypes.ParentMissing);
        await Session.ProblemAsync(await client.CreateAsync("/folder", 1), 409, ProblemTypes.NotPossible);
    }

    [Fact]
    public async Task A_precondition_is_judged_when_the_upload_begins_and_when_it_ends()
    {
        var client = await ClientAsync();
        var etag = $"\"{(await client.Session.PutAsync("/file", [1])).Etag}\"";
        await Session.ProblemAsync(await client.CreateAsync("file", 4, ("If-None-Match", "*")), 412, ProblemTypes.PreconditionFailed);
        await Session.ProblemAsync(await client.CreateAsync("file", 4, ("If-Match", "\"other\"")), 412, ProblemTypes.PreconditionFailed);
        var upload = await client.BeginAsync("file", 4, ("If-Match", etag));

        await client.Session.PutAsync("/file", [2]);
        await Session.ProblemAsync(await client.PatchAsync(upload, 0, new byte[4]), 412, ProblemTypes.PreconditionFailed);

        Assert.Equal([2], await client.Session.GetContentAsync("/file"));
        Assert.Equal(412, (int)(await client.HeadAsync(upload)).StatusCode);
    }

    [Fact]
    public async Task A_conflict_is_settled_as_with_PUT()
    {
        var client = await ClientAsync();
        var first = await client.Session.PutAsync("/file.txt", [1]);
        var answer = await client.SendAsync(
            HttpMethod.Post, $"/tus?path=/file.txt&base={first.VersionId}&conflict=copy", null, ("Upload-Length", "4"));
        await client.Session.PutAsync("/file.txt", [2]);

        var last = await client.PatchAsync(TusClient.AddressOf(answer), 0, [9, 9, 9, 9]);

        Assert.Equal(HttpStatusCode.NoContent, last.StatusCode);
        Assert.Equal([2], await client.Session.GetContentAsync("/file.txt"));
        var item = await Session.ReadAsync(
            await client.Session.GetAsync(TusClient.Header(last, "Content-Location")!["/api/v1".Length..]), HttpStatusCode.OK, ContractsJsonContext.Default.ItemBody);
        Assert.Contains("conflict", item.Name, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_request_may_be_repeated_and_makes_no_second_version()
    {
        var client = await ClientAsync();
        var upload = await client.BeginAsync("file", 4);
        var first = await client.PatchAsync(upload, 0, new byte[4]);

        var again = await client.PatchAsync(upload, 4, []);

        Assert.Equal((HttpStatusCode.NoContent, first.Headers.ETag), (again.StatusCode, again.Headers.ETag));
        Assert.Equal(4, await client.OffsetAsync(upload));
        var versions = await Session.ReadAsync(
            await client.Session.GetAsync("/items/versions?path=/file"), HttpStatusCode.OK, ContractsJsonContext.Default.VersionPageBody);
        Assert.Single(versions.Versions);
    }

    [Fact]
    public async Task Many_small_requests_make_the_chunks_that_one_large_would_have_made()
    {
        var client = await ClientAsync();
        var content = TestBytes.Random(1_200_000);
        var upload = await client.BeginAsync("small", content.Length);
        for (var at = 0; at < content.Length; at += 50_000)
        {
            Assert.Equal(HttpStatusCode.NoContent, (await client.PatchAsync(upload, at, content[at..(at + 50_000)])).StatusCode);
        }

        Assert.Equal(content, await client.Session.GetContentAsync("/small"));
        var manifest = await Session.ReadAsync(
            await client.Session.GetAsync("/items/versions?path=/small"), HttpStatusCode.OK, ContractsJsonContext.Default.VersionPageBody);
        Assert.Single(manifest.Versions);
    }

    private static async Task<string> BeginAsync(TusClient client, long length, params (string Key, string Value)[] metadata) => TusClient.AddressOf(
        await client.SendAsync(HttpMethod.Post, "/tus", null, ("Upload-Length", $"{length}"), ("Upload-Metadata", TusClient.Metadata(metadata))));

    private async Task<TusClient> ClientAsync() => new(await host.MakeAccountAsync());
}
