using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using FileStorage.Tests.EndToEnd.Accounts;
using FileStorage.Tests.EndToEnd.Processes;

namespace FileStorage.Tests.EndToEnd.Clients;

/// <summary>tus-js-client, and the IETF's resumable uploads by hand, against a server that is killed.</summary>
public sealed class TusClientTests
{
    private const int LargeBytes = 96 * 1024 * 1024;

    /// <summary>What has certainly been read and told by a server to which this much was sent.</summary>
    private const int ToldBytes = 64 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"chunkSize":1000000}""")]
    [InlineData("""{"parallelUploads":4}""")]
    public async Task A_file_arrives(string settings)
    {
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        using var folder = new TemporaryFolder();
        var content = RandomNumberGenerator.GetBytes(20_000_000);
        var file = Write(folder, content);

        await RunAsync(server, account, file, settings);

        Assert.Equal(content, await account.LoadAsync("/uploaded"));
        await account.CheckAsync();
    }

    [Fact]
    public async Task An_upload_that_was_paused_goes_on_where_it_was()
    {
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        using var folder = new TemporaryFolder();
        var content = RandomNumberGenerator.GetBytes(LargeBytes);
        var file = Write(folder, content);
        var urls = folder.Of("urls.json").Replace('\\', '/');

        await RunAsync(server, account, file, $$"""{"urls":"{{urls}}","abortAt":{{ToldBytes}}}""");
        using var before = await account.GetAsync("/uploaded");
        var second = await RunAsync(server, account, file, $$"""{"urls":"{{urls}}"}""");

        Assert.Equal(HttpStatusCode.NotFound, before.StatusCode);
        Assert.Contains("resumes", second);
        Assert.InRange(OffsetOf(second.First(line => line.StartsWith("HEAD 200", StringComparison.Ordinal))), 1, LargeBytes);
        Assert.Equal(content, await account.LoadAsync("/uploaded"));
    }

    [Fact]
    public async Task An_upload_survives_the_death_of_the_server()
    {
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        using var folder = new TemporaryFolder();
        var content = RandomNumberGenerator.GetBytes(LargeBytes);
        var file = Write(folder, content);
        var halfway = new TaskCompletionSource();
        await using var client = Start(server, account, file, "{}", line =>
        {
            if (line.StartsWith("sent ", StringComparison.Ordinal) && long.Parse(line[5..], CultureInfo.InvariantCulture) >= ToldBytes)
            {
                halfway.TrySetResult();
            }
        });

        await halfway.Task.WaitAsync(Patience, Token);
        await server.KillAsync();
        await server.StartAgainAsync();

        Assert.True(await client.WaitAsync(Patience) == 0, client.Output);
        Assert.InRange(OffsetOf(client.Lines.Last(line => line.StartsWith("HEAD 200", StringComparison.Ordinal))), 1, LargeBytes);
        Assert.Equal(content, await account.LoadAsync("/uploaded"));
        await account.CheckAsync();
    }

    [Fact]
    public async Task An_upload_of_the_draft_survives_the_death_of_the_server()
    {
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        var content = RandomNumberGenerator.GetBytes(LargeBytes);
        using var begun = await SendAsync(account, HttpMethod.Post, "/api/v1/tus?path=/uploaded", null, ("Upload-Complete", "?0"), ("Upload-Length", $"{LargeBytes}"));
        var upload = begun.Headers.Location!.ToString();
        var body = new HangingContent(content.AsMemory(0, ToldBytes));
        var sending = SendAsync(account, HttpMethod.Patch, upload, body, ("Upload-Offset", "0"), ("Upload-Complete", "?0"));
        await body.Sent.WaitAsync(Patience, Token);

        await server.KillAsync();
        body.End();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => sending);
        await server.StartAgainAsync();
        using var head = await SendAsync(account, HttpMethod.Head, upload, null);
        var offset = int.Parse(head.Headers.GetValues("Upload-Offset").Single(), CultureInfo.InvariantCulture);
        using var last = await SendAsync(
            account, HttpMethod.Patch, upload, new ByteArrayContent(content, offset, LargeBytes - offset), ("Upload-Offset", $"{offset}"), ("Upload-Complete", "?1"));

        Assert.InRange(offset, 1, ToldBytes);
        Assert.Equal(HttpStatusCode.Created, last.StatusCode);
        Assert.Equal(content, await account.LoadAsync("/uploaded"));
        await account.CheckAsync();
    }

    private static string Write(TemporaryFolder folder, byte[] content)
    {
        var file = folder.Of("file.bin");
        File.WriteAllBytes(file, content);
        return file;
    }

    private static async Task<IReadOnlyList<string>> RunAsync(ServerProcess server, TestAccount account, string file, string settings)
    {
        await using var client = Start(server, account, file, settings, null);
        var status = await client.WaitAsync(Patience);
        Assert.True(status == 0, client.Output);
        return client.Lines;
    }

    private static RunningProgram Start(ServerProcess server, TestAccount account, string file, string settings, Action<string>? onLine) => RunningProgram.Start(
        "node",
        [
            Path.Combine(Programs.Root, "tests", "EndToEnd", "Clients", "tus.cjs"),
            Path.Combine(Programs.Root, "artifacts", "npm", "node_modules"),
            new Uri(server.Url, "/api/v1/tus").ToString(),
            account.Token,
            file,
            "uploaded",
            settings,
        ],
        onLine: onLine);

    private static async Task<HttpResponseMessage> SendAsync(
        TestAccount account, HttpMethod method, string address, HttpContent? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, address) { Content = body };
        if (body is not null)
        {
            body.Headers.ContentType = new MediaTypeHeaderValue("application/partial-upload");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await account.Http.SendAsync(request, Token);
    }

    private static long OffsetOf(string line) => long.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture);
}
