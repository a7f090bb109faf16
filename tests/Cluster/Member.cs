using System.Net;
using System.Net.Sockets;
using FileStorage.Tests.EndToEnd.Processes;

namespace FileStorage.Tests.Cluster;

/// <summary>One process of the cluster, with its ports and its folder; it can be killed, stopped, paused and started again.</summary>
internal sealed class Member(string role, IReadOnlyDictionary<string, string> settings, Network.Host? host, bool hasDashboard) : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();
    private readonly int _siloPort = FreePort();
    private readonly int _gatewayPort = FreePort();
    private RunningProgram? _running;

    public Uri Url { get; } = new($"http://{host?.Address ?? "127.0.0.1"}:{FreePort()}");

    /// <summary>Where it shows the dashboard of Orleans, if it does.</summary>
    public Uri Dashboard { get; } = new($"http://127.0.0.1:{FreePort()}");

    /// <summary>Where it stands in a network whose links can be cut; null: on this machine's own address.</summary>
    public Network.Host? Host => host;

    public string Output => _running?.Output ?? "";

    /// <summary>The silo on Microsoft Orleans.</summary>
    public static string Program { get; } = Path.Combine(
        Programs.Root, "artifacts", "microsoft", "bin", "Silo", Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)), "FileStorage.Silo");

    public void Start() => _running = RunningProgram.Start(
        host is null ? Program : "ip",
        [
            .. host is null ? (string[])[] : ["netns", "exec", host.Namespace, Program],
            "--urls", Url.GetLeftPart(UriPartial.Authority), "--data", _folder.Of("data"),
            $"--Cluster:Role={role}", $"--Cluster:Address={Url.Host}", $"--Cluster:SiloPort={_siloPort}", $"--Cluster:GatewayPort={_gatewayPort}",
            .. hasDashboard ? (string[])[$"--Telemetry:DashboardPort={Dashboard.Port}"] : [],
            .. settings.Select(setting => $"--{setting.Key}={setting.Value}"),
        ]);

    /// <summary>Waits until it says that it can serve.</summary>
    public async Task ReadyAsync()
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = Url };
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            Assert.False(_running!.HasExited, $"A member of the cluster ended. It said:\n{Output}");
            Assert.True(TimeProvider.System.GetElapsedTime(started) < StartLimit, $"A member of the cluster is not ready. It said:\n{Output}");
            try
            {
                using var answer = await http.GetAsync("/health/ready", TestContext.Current.CancellationToken);
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Whether it ended, rather than go on to serve: the one or the other comes about.</summary>
    public async Task<bool> EndsOrServesAsync()
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = Url, Timeout = TimeSpan.FromSeconds(30) };
        await Until.SeenAsync(
            async () =>
            {
                try
                {
                    using var answer = await http.GetAsync("/health/ready", TestContext.Current.CancellationToken);
                    return answer.StatusCode == HttpStatusCode.OK;
                }
                catch (Exception gone) when (gone is HttpRequestException or TaskCanceledException)
                {
                    return false;
                }
            },
            isReady => isReady || _running!.HasExited,
            _ => "a member neither serves nor ends");
        return _running!.HasExited;
    }

    /// <summary>kill -9.</summary>
    public Task KillAsync() => _running!.KillAsync();

    /// <summary>As a service manager ends it.</summary>
    public Task<int> StopAsync() => _running!.StopAsync();

    /// <summary>SIGSTOP: it hangs, and its connections stay open.</summary>
    public void Pause() => Signal("STOP");

    /// <summary>SIGCONT: it goes on as if no time had passed.</summary>
    public void GoOn() => Signal("CONT");

    public async ValueTask DisposeAsync()
    {
        if (_running is not null)
        {
            // Shown by the runner only if the test failed.
            TestContext.Current.TestOutputHelper?.WriteLine($"{role} {Url} said:\n{Output}");
            await _running.DisposeAsync();
        }

        _folder.Dispose();
    }

    private void Signal(string name)
    {
        using var kill = System.Diagnostics.Process.Start("kill", [$"-{name}", $"{_running!.Id}"]);
        kill.WaitForExit();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
