using System.Net;
using System.Net.Sockets;

namespace FileStorage.Tests.EndToEnd.Processes;

/// <summary>The built server on a port and a data folder of its own; it can be killed and started again on both.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    private readonly TemporaryFolder? _ownFolder;
    private IReadOnlyList<string> _arguments;
    private RunningProgram? _running;

    private ServerProcess(string? data, IReadOnlyList<string> arguments)
    {
        _ownFolder = data is null ? new TemporaryFolder() : null;
        Data = data ?? Path.Combine(_ownFolder!.Path, "data");
        _arguments = arguments;
        Url = new Uri($"http://127.0.0.1:{FreePort()}");
    }

    public Uri Url { get; }

    public string Data { get; }

    public string Output => _running?.Output ?? "";

    public int ProcessId => _running!.Id;

    public bool HasExited => _running is null || _running.HasExited;

    /// <summary>From the start of the process to its first answer.</summary>
    public TimeSpan StartTime { get; private set; }

    public static async Task<ServerProcess> StartAsync(string? data = null, params string[] arguments)
    {
        var server = new ServerProcess(data, arguments);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Has it start with other settings from now on.</summary>
    public void Use(IReadOnlyList<string> arguments) => _arguments = arguments;

    /// <summary>Starts the server and waits until it answers.</summary>
    public async Task StartAgainAsync()
    {
        var started = TimeProvider.System.GetTimestamp();
        _running = RunningProgram.Start(
            Programs.Silo,
            ["--urls", Url.GetLeftPart(UriPartial.Authority), "--data", Data, .. _arguments]);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(1) });
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(Url, "/api/v1/me"), TestContext.Current.CancellationToken);
                StartTime = TimeProvider.System.GetElapsedTime(started);
                return;
            }
            catch (HttpRequestException) when (!_running.HasExited && TimeProvider.System.GetElapsedTime(started) < StartTimeout)
            {
                await Task.Delay(PollInterval, TestContext.Current.CancellationToken);
            }
            catch (HttpRequestException)
            {
                Assert.Fail($"The server did not start. It said:\n{Output}");
            }
        }
    }

    /// <summary>kill -9.</summary>
    public Task KillAsync() => _running!.KillAsync();

    /// <summary>Ends it as a service manager would.</summary>
    public Task<int> StopAsync() => _running!.StopAsync();

    /// <summary>Bytes in all files of the data folder but the search index, which is made of them and follows in its own time.</summary>
    public long StoredBytes() => new DirectoryInfo(Data).EnumerateFiles("*", SearchOption.AllDirectories)
        .Where(file => !file.Name.StartsWith("search.db", StringComparison.Ordinal)).Sum(file => file.Length);

    public async ValueTask DisposeAsync()
    {
        if (_running is not null)
        {
            // Shown by the runner only if the test failed.
            TestContext.Current.TestOutputHelper?.WriteLine($"The server said:\n{Output}");
            await _running.DisposeAsync();
        }

        _ownFolder?.Dispose();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
