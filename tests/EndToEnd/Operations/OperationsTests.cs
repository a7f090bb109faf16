using System.Globalization;
using System.Net;
using FileStorage.Tests.EndToEnd.Accounts;
using FileStorage.Tests.EndToEnd.Processes;

namespace FileStorage.Tests.EndToEnd.Operations;

/// <summary>What an operator's tools see of a server.</summary>
public sealed class OperationsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Prometheus_reads_what_the_server_does_on_a_port_of_its_own_and_no_name_is_in_it()
    {
        var port = ServerProcess.FreePort();
        await using var server = await ServerProcess.StartAsync(
            arguments: ["--Telemetry:PrometheusPort", port.ToString(CultureInfo.InvariantCulture)]);
        using var account = await TestAccount.OpenAsync(server);
        await account.StoreAsync("/secret-name", new byte[5000]);
        await account.StoreAsync("/secret-copy", new byte[5000]);
        await account.Command.RunAsync("admin", "scrub");

        var text = await account.Http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/metrics"), Token);

        Assert.Equal(1, Value(text, "filestorage_chunks_stored_total"));
        Assert.Equal(1, Value(text, "filestorage_chunks_held_total"));
        Assert.Equal(5000, Value(text, "filestorage_chunks_plain_bytes_total"));
        Assert.Equal(1, Value(text, "filestorage_maintenance_examined_total{work=\"scrub\"}"));
        Assert.Contains("# TYPE http_server_request_duration_seconds histogram", text, StringComparison.Ordinal);
        Assert.Contains("http_response_status_code=\"201\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(account, new Uri($"http://127.0.0.1:{port}/api/v1/me")));
        Assert.NotEqual(HttpStatusCode.OK, await StatusAsync(account, new Uri(server.Url, "/metrics")));
    }

    [Fact]
    public async Task The_dashboard_is_refused_by_a_server_that_has_none()
    {
        using var folder = new TemporaryFolder();
        await using var running = RunningProgram.Start(Programs.Silo, ["--data", folder.Of("data"), "--Telemetry:DashboardPort=18080"]);

        Assert.Equal(1, await running.WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.Contains("OrleansRuntime=microsoft", running.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prometheus_reads_what_waits_and_how_far_devices_and_the_index_are_behind()
    {
        var port = ServerProcess.FreePort();
        await using var server = await ServerProcess.StartAsync(
            arguments: ["--Telemetry:PrometheusPort", port.ToString(CultureInfo.InvariantCulture)]);
        using var account = await TestAccount.OpenAsync(server);
        using var listening = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, "/api/v1/changes/live"));
        listening.Headers.Accept.ParseAdd("text/event-stream");
        using var events = await account.Http.SendAsync(listening, HttpCompletionOption.ResponseHeadersRead, Token);
        using var reader = new StreamReader(await events.Content.ReadAsStreamAsync(Token));
        Assert.Equal("event: ready", await reader.ReadLineAsync(Token));

        await account.StoreAsync("/file", new byte[5000]);
        while (await reader.ReadLineAsync(Token) is not "event: changes")
        {
        }

        var metrics = new Uri($"http://127.0.0.1:{port}/metrics");
        var text = await account.Http.GetStringAsync(metrics, Token);
        Assert.True(Value(text, "filestorage_journal_lag_seconds_count") >= 1);
        Assert.True(Value(text, "filestorage_metadata_commits_total{database=\"metadata\"}") >= 1);
        Assert.True(Value(text, "filestorage_metadata_writes_total{database=\"metadata\"}") >= Value(text, "filestorage_metadata_commits_total{database=\"metadata\"}"));
        Assert.Equal(0, Value(text, "filestorage_drives_waiting"));

        // What waits is worked off, and then nothing is behind.
        string[] settled = ["filestorage_metadata_waiting{database=\"metadata\"}", "filestorage_metadata_waiting{database=\"search\"}", "filestorage_index_waiting", "filestorage_index_lag_seconds"];
        while (!settled.All(series => text.Contains($"{series} 0\n", StringComparison.Ordinal)))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), Token);
            text = await account.Http.GetStringAsync(metrics, Token);
        }
    }

    [Fact]
    public async Task Prometheus_has_its_port_also_beside_endpoints_of_Kestrel()
    {
        using var folder = new TemporaryFolder();
        var port = ServerProcess.FreePort();
        var ownPort = ServerProcess.FreePort();
        await using var program = RunningProgram.Start(
            Programs.Silo,
            [
                "--data", folder.Of("data"), "--Kestrel:Endpoints:Http:Url", $"http://127.0.0.1:{ownPort}",
                "--Telemetry:PrometheusPort", port.ToString(CultureInfo.InvariantCulture), "--Logging:Format", "json",
            ]);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        while (!program.Output.Contains("There is no account yet", StringComparison.Ordinal))
        {
            Assert.False(program.HasExited, program.Output);
            await Task.Delay(TimeSpan.FromMilliseconds(50), Token);
        }

        Assert.Equal("alive\n", await http.GetStringAsync(new Uri($"http://127.0.0.1:{ownPort}/health/live"), Token));
        Assert.Contains("# TYPE", await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/metrics"), Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_was_told_to_stop_says_that_it_is_not_ready_and_serves_until_its_time_is_over()
    {
        await using var server = await ServerProcess.StartAsync(arguments: ["--Gateway:DrainSeconds", "5"]);
        using var account = await TestAccount.OpenAsync(server);
        var ready = new Uri(server.Url, "/health/ready");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(account, ready));

        var stopping = server.StopAsync();
        while (await StatusAsync(account, ready) is HttpStatusCode.OK)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), Token);
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(account, ready));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(account, new Uri(server.Url, "/health/live")));
        await account.StoreAsync("/late", new byte[100]);
        Assert.Equal(0, await stopping);
    }

    [Fact]
    public async Task The_program_tells_by_its_exit_status_whether_a_server_is_alive()
    {
        await using var server = await ServerProcess.StartAsync();
        var url = new Uri(server.Url, "/health/live").ToString();

        await using (var alive = RunningProgram.Start(Programs.Silo, ["health", url]))
        {
            Assert.Equal(0, await alive.WaitAsync(TimeSpan.FromSeconds(30)));
        }

        await server.StopAsync();
        await using var gone = RunningProgram.Start(Programs.Silo, ["health", url]);
        Assert.Equal(1, await gone.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    private static async Task<HttpStatusCode> StatusAsync(TestAccount account, Uri url)
    {
        using var answer = await account.Http.GetAsync(url, Token);
        return answer.StatusCode;
    }

    private static double Value(string text, string series) => double.Parse(
        Assert.Single(text.Split('\n'), line => line.StartsWith(series + " ", StringComparison.Ordinal))[(series.Length + 1)..],
        CultureInfo.InvariantCulture);
}
