using System.Net;
using System.Net.Sockets;
using FileStorage.Tests.EndToEnd.Accounts;
using FileStorage.Tests.EndToEnd.Processes;

namespace FileStorage.Tests.EndToEnd.Starting;

public sealed class StartTests
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_server_says_where_it_listens_where_its_data_is_and_how_to_make_the_first_account()
    {
        await using var server = await ServerProcess.StartAsync();

        Assert.Contains(server.Url.GetLeftPart(UriPartial.Authority), server.Output, StringComparison.Ordinal);
        Assert.Contains(server.Data, server.Output, StringComparison.Ordinal);
        Assert.Contains("register", server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_start_command_of_the_readme_works_with_nothing_else()
    {
        using var folder = new TemporaryFolder();
        var url = new Uri($"http://127.0.0.1:{ServerProcess.FreePort()}");

        await using var running = RunningProgram.Start(
            "dotnet",
            ["run", "--project", "src/Silo", "--", "--urls", url.GetLeftPart(UriPartial.Authority), "--data", folder.Of("data")],
            new Dictionary<string, string> { ["MSBUILDDISABLENODEREUSE"] = "1" },
            Programs.Root);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var status = await WaitForAnswerAsync(http, new Uri(url, "/openapi/v1.json"), running, TimeSpan.FromMinutes(5));

        Assert.Equal(HttpStatusCode.OK, status);
    }

    [Fact]
    public async Task A_port_in_use_is_one_clear_line_and_an_exit_code()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var folder = new TemporaryFolder();

        await AssertRefusedAsync($"{port}", "--urls", $"http://127.0.0.1:{port}", "--data", folder.Of("data"));
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_written_is_one_clear_line_and_an_exit_code()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.Of("file"), "in the way", TestContext.Current.CancellationToken);

        await AssertRefusedAsync("file", "--urls", $"http://127.0.0.1:{ServerProcess.FreePort()}", "--data", folder.Of("file/data"));
    }

    [Theory]
    [InlineData("--Chunks:ReserveBytes=-5", "ReserveBytes")]
    [InlineData("--Accounts:Registration=Sometimes", "Registration")]
    [InlineData("--urls=nonsense", "nonsense")]
    public async Task A_setting_that_cannot_be_is_one_clear_line_and_an_exit_code(string setting, string named)
    {
        using var folder = new TemporaryFolder();

        await AssertRefusedAsync(named, "--urls", $"http://127.0.0.1:{ServerProcess.FreePort()}", "--data", folder.Of("data"), setting);
    }

    [Fact]
    public async Task A_second_server_on_the_same_data_folder_is_refused_and_the_first_goes_on()
    {
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);

        await AssertRefusedAsync(server.Data, "--urls", $"http://127.0.0.1:{ServerProcess.FreePort()}", "--data", server.Data);

        await account.StoreAsync("/still-here", [1, 2, 3]);
        Assert.Equal([1, 2, 3], await account.LoadAsync("/still-here"));
    }

    [Fact]
    public async Task A_server_that_is_told_to_stop_ends_with_success_and_keeps_everything()
    {
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        var content = new byte[5_000_000];
        new Random(5).NextBytes(content);
        await account.StoreAsync("/a/b/file", content);

        Assert.Equal(0, await server.StopAsync());
        await server.StartAgainAsync();

        Assert.Equal(content, await account.LoadAsync("/a/b/file"));
        await account.CheckAsync();
    }

    private static async Task AssertRefusedAsync(string named, params string[] arguments)
    {
        await using var running = RunningProgram.Start(Programs.Silo, arguments);

        var exitCode = await running.WaitAsync(StartLimit);

        Assert.NotEqual(0, exitCode);
        var line = Assert.Single(running.Output.Split('\n'), line => line.Trim().Length > 0);
        Assert.Contains(named, line, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> WaitForAnswerAsync(HttpClient http, Uri address, RunningProgram running, TimeSpan limit)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(address, TestContext.Current.CancellationToken);
                return answer.StatusCode;
            }
            catch (HttpRequestException) when (!running.HasExited && TimeProvider.System.GetElapsedTime(started) < limit)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken);
            }
            catch (HttpRequestException problem)
            {
                Assert.Fail($"{problem.Message}\n{running.Output}");
            }
        }
    }
}
