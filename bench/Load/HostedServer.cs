using System.Net;
using System.Net.Sockets;
using System.Reflection;

namespace FileStorage.Bench.Load;

/// <summary>The server inside this process, so that the bytes it allocates can be counted. It ends with the process.</summary>
internal sealed class HostedServer : IDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private readonly string _data = Directory.CreateTempSubdirectory("filestorage-load-").FullName;

    public Uri Url { get; } = new($"http://127.0.0.1:{FreePort()}");

    public async Task StartAsync()
    {
        var program = Assembly.Load("FileStorage.Silo").EntryPoint!;

        // What indexing allocates comes on its own time and not with the requests that are counted here.
        string[] arguments =
        [
            "--urls", Url.GetLeftPart(UriPartial.Authority), "--data", _data, "--Logging:LogLevel:Default=Warning", "--Search:Indexing=false",
        ];
        var host = new Thread(() => program.Invoke(null, [arguments])) { IsBackground = true, Name = "silo" };
        host.Start();

        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var limit = new CancellationTokenSource(StartTimeout);
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(Url, "/api/v1/me"), limit.Token);
                return;
            }
            catch (HttpRequestException) when (host.IsAlive)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
            }
        }
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
