using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace FileStorage.Bench.Load.Servers;

/// <summary>A built server as a process of its own. It is killed in the end: what it stored is thrown away.</summary>
internal sealed class ServerProgram : IDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private ServerProgram(Process process, Uri url)
    {
        _process = process;
        Url = url;
    }

    public Uri Url { get; }

    public int Id => _process.Id;

    /// <exception cref="InvalidOperationException">It ended, or does not answer.</exception>
    public static async Task<ServerProgram> StartAsync(string program, string folder, IEnumerable<string> settings)
    {
        var url = new Uri($"http://127.0.0.1:{FreePort()}");
        string[] arguments = ["--urls", url.GetLeftPart(UriPartial.Authority), "--data", folder, "--Logging:LogLevel:Default=Warning", .. settings];

        // Our standard output is for the report. What the server says there is a greeting; what it warns of goes to the standard error.
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start.");
        process.BeginOutputReadLine();
        var server = new ServerProgram(process, url);
        try
        {
            await server.WaitAsync();
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private async Task WaitAsync()
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var limit = new CancellationTokenSource(StartTimeout);
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(Url, "/health/live"), limit.Token);
                return;
            }
            catch (HttpRequestException) when (!_process.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
