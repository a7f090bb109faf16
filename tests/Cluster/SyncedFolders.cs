using System.Globalization;
using System.Security.Cryptography;
using FileStorage.Tests.EndToEnd.Processes;

namespace FileStorage.Tests.Cluster;

/// <summary>
/// A device a gateway, each with <c>filestorage sync</c> on a folder that somebody edits. A device whose command ends, since its gateway was away for too long, is started again.
/// </summary>
internal sealed class SyncedFolders : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<Device> _devices = [];
    private int _edits;

    public SyncedFolders(IReadOnlyList<Uri> gateways, string token)
    {
        foreach (var (gateway, index) in gateways.Select((gateway, index) => (gateway, index)))
        {
            var tree = Directory.CreateDirectory(_folder.Of($"device{index}")).FullName;
            var device = new Device(new CommandLine(gateway, token, _folder.Of($"config{index}.json")) { Limit = FaultTests.Patience }, tree);
            device.Start();
            _devices.Add(device);
        }
    }

    /// <summary>Writes a file of its own on each device, and one that all of them write.</summary>
    public void Edit(Random random)
    {
        foreach (var (device, index) in _devices.Select((device, index) => (device, index)))
        {
            device.StartIfEnded();
            var number = _edits++;
            File.WriteAllText(Path.Combine(device.Tree, $"own-{index}-{number}"), new string('o', random.Next(1, 5000)));
            File.WriteAllText(Path.Combine(device.Tree, "everybodys"), string.Create(CultureInfo.InvariantCulture, $"{index} {number} {random.Next()}"));
        }
    }

    /// <summary>Lets every device finish and compares them. Returns how many bytes the account keeps beside its newest versions.</summary>
    public async Task<long> ComeToRestAsync()
    {
        foreach (var device in _devices)
        {
            await device.EndAsync();
        }

        for (var round = 0; round < 3; round++)
        {
            foreach (var device in _devices)
            {
                await device.Command.RunAsync("sync", device.Tree, "--remote", "/synced", "--once");
            }
        }

        var first = Read(_devices[0].Tree);
        Assert.True(first.Count > _edits / 2, $"{first.Count} files of {_edits} edits");
        foreach (var device in _devices.Skip(1))
        {
            Assert.Equal(first, Read(device.Tree));
        }

        for (var number = 0; number < _edits; number++)
        {
            Assert.Contains(first.Keys, name => name.StartsWith($"own-{number % _devices.Count}-{number}", StringComparison.Ordinal));
        }

        return await SumOlderAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var device in _devices)
        {
            await device.EndAsync();
        }

        _folder.Dispose();
    }

    private async Task<long> SumOlderAsync()
    {
        var file = _folder.Of("everything.zip");
        await _devices[0].Command.RunAsync("account", "export", file);
        using var zip = System.IO.Compression.ZipFile.OpenRead(file);
        return zip.Entries
            .Where(entry => entry.FullName.StartsWith("versions/", StringComparison.Ordinal) || entry.FullName.StartsWith("trash/", StringComparison.Ordinal))
            .Sum(entry => entry.Length);
    }

    private static SortedDictionary<string, string> Read(string tree) => new(
        Directory.EnumerateFiles(tree).ToDictionary(file => Path.GetFileName(file), file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))),
        StringComparer.Ordinal);

    private sealed class Device(CommandLine command, string tree)
    {
        private RunningProgram? _running;

        public CommandLine Command => command;

        public string Tree => tree;

        public void Start() => _running = command.Start(null, "sync", tree, "--remote", "/synced");

        public void StartIfEnded()
        {
            if (_running is { HasExited: true })
            {
                Start();
            }
        }

        public async Task EndAsync()
        {
            if (_running is { HasExited: false } running)
            {
                await running.StopAsync();
            }
        }
    }
}
