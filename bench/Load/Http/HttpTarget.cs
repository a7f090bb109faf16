using System.Diagnostics;
using System.Globalization;
using FileStorage.Bench.Load.Accounts;
using FileStorage.Bench.Load.Devices;
using FileStorage.Bench.Load.Open;
using FileStorage.Bench.Load.Servers;

namespace FileStorage.Bench.Load.Http;

/// <summary>The gateway, over HTTP/1.1.</summary>
internal sealed class HttpTarget(OpenOptions options) : ILoadTarget
{
    private const string Password = "load generator 1";

    private readonly string _run = Stopwatch.GetTimestamp().ToString("x16", CultureInfo.InvariantCulture);
    private ScratchFolder? _folder;
    private ServerProgram? _server;
    private DeviceCrowd? _crowd;
    private HttpFiles? _files;

    public ProcessMeter? Server { get; private set; }

    public async Task PrepareAsync(int devices, Hearing hearing)
    {
        var accounts = await MakeAccountsAsync((devices + options.Drives - 1) / options.Drives);
        var url = _server?.Url ?? options.Url;
        _files = new HttpFiles(options, url, [.. accounts.Select(account => account.Tokens[0])], _run, hearing);
        await _files.PrepareAsync();
        if (devices > 0)
        {
            _crowd = new DeviceCrowd(url, accounts, hearing);
            await _crowd.ConnectAsync();
        }
    }

    public IOperation NewOperation() => new HttpOperation(_files!);

    public ValueTask DisposeAsync()
    {
        _crowd?.Dispose();
        _server?.Dispose();
        _folder?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<IReadOnlyList<LoadAccount>> MakeAccountsAsync(int devicesOfEach)
    {
        if (options.Server is { } program)
        {
            _folder = new ScratchFolder();
            IReadOnlyList<LoadAccount> accounts;
            await using (var silo = await EmbeddedSilo.StartAsync(_folder.Path, []))
            {
                accounts = await LoadAccounts.MakeAsync(silo.Grains, options.Drives, Math.Max(1, devicesOfEach));
            }

            _server = await ServerProgram.StartAsync(program, _folder.Path, options.Settings);
            Server = new ProcessMeter(_server.Id);
            return accounts;
        }

        // A server that runs already: accounts are made as users do, which takes it half a second of CPU each.
        Server = options.ServerPid is { } id ? new ProcessMeter(id) : null;
        var opened = new List<LoadAccount>();
        for (var drive = 0; drive < options.Drives; drive++)
        {
            var tokens = new List<string>();
            for (var device = 0; device < Math.Max(1, devicesOfEach); device++)
            {
                using var session = await Session.OpenAsync(options.Url, $"{_run}.{drive}@example.org", Password);
                tokens.Add(session.Token);
            }

            opened.Add(new LoadAccount(Guid.Empty, Guid.Empty, [], tokens));
        }

        return opened;
    }
}
