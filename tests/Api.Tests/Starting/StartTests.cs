using System.Net;
using System.Net.Sockets;
using FileStorage.Silo.Hosting;
using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.Starting;

/// <summary>What keeps the service from starting is one clear line and a status that is not 0.</summary>
public sealed class StartTests(RealHost host) : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "filestorage-start-" + Guid.NewGuid().ToString("N"));

    [Fact]
    public async Task A_port_in_use()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = "http://" + listener.LocalEndpoint;

        var line = await FailAsync("--data", _folder, "--urls", url);

        Assert.Contains(url, line, StringComparison.Ordinal);
        Assert.Contains("in use", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_in_use()
    {
        var line = await FailAsync("--data", host.Folder, "--urls", "http://127.0.0.1:0");

        Assert.Contains("in use", line, StringComparison.Ordinal);
        Assert.Contains(host.Folder, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_made()
    {
        Directory.CreateDirectory(_folder);
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        Assert.Contains(file, await FailAsync("--data", Path.Combine(file, "data")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Accounts:Registration=Sometimes", "Registration")]
    [InlineData("--Accounts:DefaultQuotaBytes=much", "DefaultQuotaBytes")]
    [InlineData("--Accounts:DefaultQuotaBytes=-1", "DefaultQuotaBytes")]
    [InlineData("--Gateway:LargeBodies=0", "LargeBodies")]
    [InlineData("--Gateway:Http2Port=70000", "Http2Port")]
    [InlineData("--Collection:EveryMinutes=-1", "EveryMinutes")]
    [InlineData("--urls=nonsense", "nonsense")]
    public async Task A_bad_setting(string setting, string named)
    {
        Assert.Contains(named, await FailAsync("--data", _folder, "--urls", "http://127.0.0.1:0", setting), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    // The one line on the error output.
    private static async Task<string> FailAsync(params string[] arguments)
    {
        var output = new StringWriter();
        var errors = new StringWriter();

        var status = await SiloProcess.RunAsync(arguments, output, errors);

        Assert.NotEqual(0, status);
        Assert.Empty(output.ToString());
        return Assert.Single(errors.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }
}
