using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FileStorage.Tests.EndToEnd.Accounts;
using FileStorage.Tests.EndToEnd.Processes;
using FileStorage.Tests.EndToEnd.Trees;

namespace FileStorage.Tests.EndToEnd.RoundTrips;

public sealed class RoundTripTests
{
    [Fact]
    public async Task Curl_with_a_token_is_a_client()
    {
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        using var folder = new TemporaryFolder();
        var content = RandomNumberGenerator.GetBytes(6_000_000);
        await File.WriteAllBytesAsync(folder.Of("in"), content, TestContext.Current.CancellationToken);
        var address = $"{server.Url}api/v1/content/folder/file%20one?parents=true";

        await CurlAsync(account, "-T", folder.Of("in"), address);
        await CurlAsync(account, "-o", folder.Of("out"), address);
        await CurlAsync(account, "-r", "4194300-4194310", "-o", folder.Of("range"), address);

        Assert.Equal(content, await File.ReadAllBytesAsync(folder.Of("out"), TestContext.Current.CancellationToken));
        Assert.Equal(content[4_194_300..4_194_311], await File.ReadAllBytesAsync(folder.Of("range"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Curl_sends_a_stream_of_unknown_length()
    {
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        using var folder = new TemporaryFolder();
        var content = RandomNumberGenerator.GetBytes(5_000_000);
        await File.WriteAllBytesAsync(folder.Of("in"), content, TestContext.Current.CancellationToken);

        await CurlAsync(account, "-H", "Transfer-Encoding: chunked", "-T", folder.Of("in"), $"{server.Url}api/v1/content/stream");

        Assert.Equal(content, await account.LoadAsync("/stream"));
    }

    [Fact]
    public async Task A_tree_of_every_kind_of_file_comes_back_exactly()
    {
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        using var folder = new TemporaryFolder();
        TestTree.WriteEveryKind(folder.Of("tree"));

        await account.Command.RunAsync("put", "-r", folder.Of("tree"), "/tree");
        await account.Command.RunAsync("get", "-r", "/tree", folder.Of("back"));

        TestTree.AssertSame(folder.Of("tree"), folder.Of("back"));
        await account.CheckAsync();
    }

    [Fact]
    public async Task A_tree_survives_a_restart_and_a_second_put_sends_nothing_new()
    {
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        using var folder = new TemporaryFolder();
        TestTree.WriteMany(folder.Of("tree"), seed: 11, smallFiles: 300, largeFiles: 2);
        await account.Command.RunAsync("put", "-r", folder.Of("tree"), "/tree");
        var stored = server.StoredBytes();

        await server.KillAsync();
        await server.StartAgainAsync();
        await account.Command.RunAsync("put", "-r", folder.Of("tree"), "/tree");
        await account.Command.RunAsync("get", "-r", "/tree", folder.Of("back"));

        TestTree.AssertSame(folder.Of("tree"), folder.Of("back"));
        Assert.InRange(server.StoredBytes(), 0, stored + 1_500_000);
    }

    [Fact]
    public async Task The_same_tree_under_a_second_account_adds_almost_nothing_to_the_disk()
    {
        await using var server = await ServerProcess.StartAsync();
        using var first = await TestAccount.OpenAsync(server, "first@example.org");
        using var second = await TestAccount.OpenAsync(server, "second@example.org");
        using var folder = new TemporaryFolder();
        TestTree.WriteMany(folder.Of("tree"), seed: 12, smallFiles: 200, largeFiles: 6);
        await first.Command.RunAsync("put", "-r", folder.Of("tree"), "/tree");
        var chunks = ChunkBytes(server);

        await second.Command.RunAsync("put", "-r", folder.Of("tree"), "/tree");
        await second.Command.RunAsync("get", "-r", "/tree", folder.Of("back"));

        TestTree.AssertSame(folder.Of("tree"), folder.Of("back"));
        Assert.InRange(ChunkBytes(server) - chunks, 0, chunks / 50);
        await first.CheckAsync();
    }

    [Fact]
    public async Task Names_in_either_normal_form_are_one_file_and_a_collision_is_told()
    {
        const string composed = "caf\u00e9";
        const string decomposed = "cafe\u0301";
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.Of("one"));
        Directory.CreateDirectory(folder.Of("both"));
        await File.WriteAllTextAsync(Path.Combine(folder.Of("one"), decomposed), "decomposed", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder.Of("both"), composed), "first", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder.Of("both"), decomposed), "second", TestContext.Current.CancellationToken);

        await account.Command.RunAsync("put", "-r", folder.Of("one"), "/one");
        var (exitCode, _, output) = await account.Command.TryAsync("put", "-r", folder.Of("both"), "/both");

        Assert.Equal("decomposed", Encoding.UTF8.GetString(await account.LoadAsync("/one/" + composed)));
        Assert.Equal("decomposed", Encoding.UTF8.GetString(await account.LoadAsync("/one/" + decomposed)));
        Assert.Equal(1, exitCode);
        Assert.Contains("caf", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_acknowledges_each_file_with_its_path_size_and_digest()
    {
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        using var folder = new TemporaryFolder();
        TestTree.WriteMany(folder.Of("tree"), seed: 13, smallFiles: 20, largeFiles: 1);

        var lines = await account.Command.RunAsync("put", "-r", "--json", folder.Of("tree"), "/tree");

        var acknowledged = lines.Select(line => JsonDocument.Parse(line).RootElement).ToDictionary(
            line => line.GetProperty("path").GetString()!, line => (line.GetProperty("size").GetInt64(), line.GetProperty("sha256").GetString()));
        foreach (var file in Directory.EnumerateFiles(folder.Of("tree"), "*", SearchOption.AllDirectories))
        {
            var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            Assert.Equal((bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))), acknowledged["/tree/" + Path.GetRelativePath(folder.Of("tree"), file)]);
        }
    }

    [Fact]
    public async Task What_fails_is_named_and_the_rest_is_done()
    {
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.Of("good"), "good", TestContext.Current.CancellationToken);

        var (exitCode, _, output) = await account.Command.TryAsync("put", folder.Of("good"), folder.Of("missing"), "/");
        var usage = await account.Command.TryAsync("put");

        Assert.Equal(1, exitCode);
        Assert.Contains("missing", output, StringComparison.Ordinal);
        Assert.Equal("good", Encoding.UTF8.GetString(await account.LoadAsync("/good")));
        Assert.Equal(2, usage.ExitCode);
    }

    private static async Task CurlAsync(TestAccount account, params string[] arguments)
    {
        await using var curl = RunningProgram.Start("curl", ["-sS", "-f", "-H", $"Authorization: Bearer {account.Token}", .. arguments]);
        var exitCode = await curl.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.True(exitCode == 0, curl.Output);
    }

    private static long ChunkBytes(ServerProcess server) =>
        new DirectoryInfo(Path.Combine(server.Data, "chunks")).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
}
