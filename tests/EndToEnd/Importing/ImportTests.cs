using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using FileStorage.Core.Chunks;
using FileStorage.Tests.EndToEnd.Accounts;
using FileStorage.Tests.EndToEnd.Processes;
using FileStorage.Tests.Objects;

namespace FileStorage.Tests.EndToEnd.Importing;

/// <summary>`filestorage import` from each kind of source.</summary>
public sealed class ImportTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_folder_arrives_whole_and_a_second_run_finds_nothing_to_do()
    {
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        using var folder = new TemporaryFolder();
        var files = MakeTree(folder.Path);
        Directory.CreateDirectory(folder.Of("empty"));
        File.CreateSymbolicLink(folder.Of("link"), folder.Of("small"));

        var first = await ImportAsync(account, 0, folder.Path, "/in/here");
        var second = await ImportAsync(account, 0, folder.Path, "/in/here");

        Assert.Equal(files.Count, first.Count(line => line.Outcome == "imported"));
        Assert.Single(first, line => line.Outcome == "left-out");
        Assert.Equal(files.Count, second.Count(line => line.Outcome == "unchanged"));
        await AssertThereAsync(account, "/in/here", files);
        var item = await account.Command.RunAsync("stat", "--json", "/in/here/small");
        Assert.Contains("2001-02-03T04:05:06", string.Concat(item), StringComparison.Ordinal);
        Assert.NotEmpty(await account.Command.RunAsync("stat", "/in/here/empty"));
    }

    [Fact]
    public async Task What_is_there_already_is_told_and_never_overwritten()
    {
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "same", "other", "updated", "touched", "folder" })
        {
            await File.WriteAllTextAsync(folder.Of(name), "source", Token);
        }

        await account.StoreAsync("/to/same", "source"u8.ToArray());
        await account.StoreAsync("/to/other", "server"u8.ToArray());
        await account.StoreAsync("/to/folder/x", [1]);

        var first = await ImportAsync(account, 1, folder.Path, "/to");
        await File.WriteAllTextAsync(folder.Of("updated"), "newer source", Token);
        await File.WriteAllTextAsync(folder.Of("touched"), "newer source", Token);
        await account.StoreAsync("/to/touched", "mine"u8.ToArray());
        var second = await ImportAsync(account, 1, folder.Path, "/to");

        Assert.Equal(
            [("/to/folder", "differs"), ("/to/other", "differs"), ("/to/same", "unchanged"), ("/to/touched", "imported"), ("/to/updated", "imported")],
            first.Select(line => (line.Path, line.Outcome)).Order());
        Assert.Equal(
            [("/to/folder", "differs"), ("/to/other", "differs"), ("/to/same", "unchanged"), ("/to/touched", "differs"), ("/to/updated", "updated")],
            second.Select(line => (line.Path, line.Outcome)).Order());
        Assert.Equal("server"u8.ToArray(), await account.LoadAsync("/to/other"));
        Assert.Equal("mine"u8.ToArray(), await account.LoadAsync("/to/touched"));
        Assert.Equal("newer source"u8.ToArray(), await account.LoadAsync("/to/updated"));
    }

    [Fact]
    public async Task A_WebDAV_server_is_imported()
    {
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        using var folder = new TemporaryFolder();
        var files = MakeTree(folder.Path);
        var port = ServerProcess.FreePort();
        await using var dav = RunningProgram.Start(
            "rclone", ["serve", "webdav", folder.Path, "--addr", $"127.0.0.1:{port}", "--user", "ada", "--pass", "secret word"]);
        var url = $"http://127.0.0.1:{port}/";
        await AnswersAsync(dav, url);

        var wrong = await account.Command.TryAsync("import", url, "/dav");
        var lines = await ImportAsync(account, 0, url, "/dav", new() { ["FILESTORAGE_IMPORT_PASSWORD"] = "secret word" }, "--user", "ada");
        var again = await ImportAsync(account, 0, url, "/dav", new() { ["FILESTORAGE_IMPORT_PASSWORD"] = "secret word" }, "--user", "ada");

        Assert.Equal(1, wrong.ExitCode);
        Assert.Contains("--user", wrong.Output, StringComparison.Ordinal);
        Assert.Equal(files.Count, lines.Count(line => line.Outcome == "imported"));
        Assert.Equal(files.Count, again.Count(line => line.Outcome == "unchanged"));
        await AssertThereAsync(account, "/dav", files);
    }

    [Fact]
    public async Task An_account_of_another_server_of_the_Nextcloud_kind_is_imported_with_its_checksums()
    {
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        await using var old = await ServerProcess.StartAsync();
        using var source = await TestAccount.OpenAsync(old, "old@example.org");
        var content = RandomNumberGenerator.GetBytes(200_000);
        await source.StoreAsync("/a b/ü #1%.bin", content);

        var lines = await ImportAsync(
            account, 0, $"nextcloud+{old.Url}", "/", new() { ["FILESTORAGE_IMPORT_PASSWORD"] = source.Token }, "--user", source.Email);

        Assert.Equal($"SHA256:{Convert.ToHexStringLower(SHA256.HashData(content))}", Assert.Single(lines).Checksum);
        Assert.Equal(content, await account.LoadAsync("/a b/ü #1%.bin"));
    }

    [Fact]
    public async Task A_bucket_is_imported()
    {
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        await using var objects = await ObjectServer.StartAsync(ChunkStoreKind.S3);
        using var s3 = new AmazonS3Client(
            new BasicAWSCredentials("S3RVER", "S3RVER"),
            new AmazonS3Config
            {
                ServiceURL = objects.Endpoint,
                ForcePathStyle = true,
                AuthenticationRegion = "us-east-1",
                RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
                ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            });
        await s3.PutBucketAsync("source", Token);
        var files = Enumerable.Range(0, 30).ToDictionary(number => $"few/{number:00}/file {number}", number => RandomNumberGenerator.GetBytes(1000 * number));
        files.Add("large", RandomNumberGenerator.GetBytes(6_000_000));
        foreach (var (key, content) in files)
        {
            using var body = new MemoryStream(content);
            await s3.PutObjectAsync(new PutObjectRequest { BucketName = "source", Key = "in/" + key, InputStream = body, UseChunkEncoding = false }, Token);
        }

        var environment = new Dictionary<string, string> { ["AWS_ACCESS_KEY_ID"] = "S3RVER", ["AWS_SECRET_ACCESS_KEY"] = "S3RVER" };
        var lines = await ImportAsync(account, 0, "s3://source/in", "/s3", environment, "--endpoint", objects.Endpoint);
        var again = await ImportAsync(account, 0, "s3://source/in", "/s3", environment, "--endpoint", objects.Endpoint);

        Assert.All(lines, line => Assert.StartsWith("MD5:", line.Checksum, StringComparison.Ordinal));
        Assert.Equal(files.Count, again.Count(line => line.Outcome == "unchanged"));
        await AssertThereAsync(account, "/s3", files);
    }

    [Fact]
    public async Task An_import_that_was_killed_goes_on_where_it_was()
    {
        const int count = 400;
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        using var folder = new TemporaryFolder();
        for (var number = 0; number < count; number++)
        {
            await File.WriteAllBytesAsync(folder.Of($"{number:000}"), RandomNumberGenerator.GetBytes(20_000), Token);
        }

        var some = new TaskCompletionSource();
        var told = 0;
        await using (var running = account.Command.Start(
            _ =>
            {
                if (Interlocked.Increment(ref told) == 50)
                {
                    some.TrySetResult();
                }
            },
            "import", folder.Path, "/k", "--json"))
        {
            await some.Task.WaitAsync(Patience, Token);
            await running.KillAsync();
        }

        var lines = await ImportAsync(account, 0, folder.Path, "/k");
        var versions = await account.Command.RunAsync("versions", "/k/000");

        Assert.InRange(lines.Count(line => line.Outcome == "unchanged"), 50, count);
        Assert.Equal(count, lines.Count);
        Assert.Single(versions, line => line.Length > 0);
        await AssertThereAsync(account, "/k", Directory.GetFiles(folder.Path).ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes));
        await account.CheckAsync();
    }

    private static Dictionary<string, byte[]> MakeTree(string root)
    {
        var files = new Dictionary<string, byte[]>
        {
            ["small"] = "text"u8.ToArray(),
            ["empty file"] = [],
            ["folder/ü+%41 &.bin"] = RandomNumberGenerator.GetBytes(70_000),
            ["folder/deep/er/large"] = RandomNumberGenerator.GetBytes(5_000_000),
        };
        foreach (var (name, content) in files)
        {
            var path = Path.Combine(root, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, content);
            File.SetLastWriteTimeUtc(path, DateTime.Parse("2001-02-03T04:05:06Z", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal));
        }

        return files;
    }

    private static async Task AssertThereAsync(TestAccount account, string target, Dictionary<string, byte[]> files)
    {
        foreach (var (name, content) in files)
        {
            Assert.Equal(content, await account.LoadAsync($"{target}/{name}"));
        }
    }

    private static async Task AnswersAsync(RunningProgram program, string url)
    {
        using var http = new HttpClient();
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(url), Token);
                Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
                return;
            }
            catch (HttpRequestException) when (!program.HasExited && TimeProvider.System.GetElapsedTime(began) < Patience)
            {
                await Task.Delay(50, Token);
            }
        }
    }

    private static Task<List<Line>> ImportAsync(TestAccount account, int status, string source, string target) => ImportAsync(account, status, source, target, []);

    private static async Task<List<Line>> ImportAsync(
        TestAccount account, int status, string source, string target, Dictionary<string, string> environment, params string[] options)
    {
        await using var running = account.Command.Start(null, environment, ["import", "--json", source, target, .. options]);
        Assert.True(await running.WaitAsync(Patience) == status, running.Output);
        return [.. running.Lines.Select(line => JsonSerializer.Deserialize<Line>(line, JsonSerializerOptions.Web)!)];
    }

    private sealed record Line(string Path, string Outcome, string? Checksum, string? Reason);
}
