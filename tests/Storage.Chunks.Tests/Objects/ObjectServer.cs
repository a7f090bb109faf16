using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using FileStorage.Core.Chunks;

namespace FileStorage.Tests.Objects;

/// <summary>
/// An object store of this machine as a child process: Azurite for Azure Blob, s3rver for S3. It can be killed and started again on the
/// port and folder it had; the folder goes with it.
/// </summary>
internal sealed class ObjectServer : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    // What both publish as the account for development, and what s3rver takes.
    private const string AzureKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly string _folder = Directory.CreateTempSubdirectory("filestorage-objects-").FullName;
    private readonly ChunkStoreKind _kind;
    private Process? _process;

    private readonly string _address;

    private ObjectServer(ChunkStoreKind kind, string address)
    {
        _kind = kind;
        _address = address;
        Port = FreePort();
    }

    public int Port { get; }

    /// <summary>The settings of the chunk store that reach it, in a container of the given name.</summary>
    public IReadOnlyDictionary<string, string> Settings(string container) => _kind is ChunkStoreKind.AzureBlob
        ? new Dictionary<string, string>
        {
            ["Chunks:Store"] = "azure",
            ["Chunks:Azure:ConnectionString"] = ConnectionString,
            ["Chunks:Azure:Container"] = container,
        }
        : new Dictionary<string, string>
        {
            ["Chunks:Store"] = "s3",
            ["Chunks:S3:Endpoint"] = Endpoint,
            ["Chunks:S3:Bucket"] = container,
            ["Chunks:S3:AccessKey"] = "S3RVER",
            ["Chunks:S3:SecretKey"] = "S3RVER",
        };

    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={AzureKey};BlobEndpoint=http://{_address}:{Port}/devstoreaccount1;";

    public string Endpoint => $"http://{_address}:{Port}";

    /// <summary>Starts one that listens on this address of the machine.</summary>
    public static async Task<ObjectServer> StartAsync(ChunkStoreKind kind, string address = "127.0.0.1")
    {
        var server = new ObjectServer(kind, address);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts it and waits until it listens.</summary>
    public async Task StartAgainAsync()
    {
        var modules = Path.Combine(Root(), "artifacts", "npm", "node_modules");
        string[] arguments = _kind is ChunkStoreKind.AzureBlob
            ? [
                Path.Combine(modules, "azurite", "dist", "src", "blob", "main.js"), "--blobHost", _address, "--blobPort", $"{Port}",
                "--location", _folder, "--silent", "--skipApiVersionCheck", "--disableTelemetry",
            ]
            // Its pages are marked with DES, which OpenSSL 3 only does when asked.
            : ["--openssl-legacy-provider", Path.Combine(modules, "s3rver", "bin", "s3rver.js"), "--address", _address, "--port", $"{Port}", "--directory", _folder, "--silent"];
        var program = arguments.First(argument => argument.EndsWith(".js", StringComparison.Ordinal));
        Assert.True(File.Exists(program), $"{program} is missing; ./test.sh installs it.");
        var start = new ProcessStartInfo("node", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        var started = TimeProvider.System.GetTimestamp();
        while (!await ListensAsync())
        {
            Assert.False(_process.HasExited, "The object store ended as it started.");
            Assert.True(TimeProvider.System.GetElapsedTime(started) < StartTimeout, "The object store does not listen.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Ends it in good order: killed, Azurite forgets what it acknowledged, as the service it stands for does not.</summary>
    public async Task StopAsync()
    {
        if (_process is { HasExited: false })
        {
            using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> ListensAsync()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Parse(_address), Port, TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "FileStorage.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("These tests run inside the repository.");
        }

        return folder;
    }
}
