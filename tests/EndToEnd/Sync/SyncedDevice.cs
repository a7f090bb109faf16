using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using FileStorage.Tests.EndToEnd.Accounts;
using FileStorage.Tests.EndToEnd.Processes;

namespace FileStorage.Tests.EndToEnd.Sync;

/// <summary>A folder with a real `filestorage sync` on it, which can be killed, stopped and started again.</summary>
internal sealed class SyncedDevice(string name, TestAccount account, params string[] options) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _root = new();
    private RunningProgram? _running;

    public string Name => name;

    public string Root => _root.Path;

    public bool IsRunning => _running is { HasExited: false };

    public string Output => _running?.Output ?? "";

    public string At(string path) => _root.Of(path);

    public void Start() => _running = account.Command.Start(null, ["sync", Root, .. options]);

    public Task KillAsync() => _running!.KillAsync();

    public Task<int> StopAsync() => _running!.StopAsync();

    public Task<int> WaitAsync() => _running!.WaitAsync(Patience);

    /// <summary>STOP and CONT: the process sleeps through whatever happens.</summary>
    public void Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _running!.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public void Write(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), content);
    }

    /// <summary>What the running process says of itself.</summary>
    public async Task<JsonElement> StatusAsync(string question = "--status")
    {
        var lines = await account.Command.RunAsync("sync", Root, question, "--json");
        return JsonDocument.Parse(lines[0]).RootElement;
    }

    public Task<(int ExitCode, IReadOnlyList<string> Lines, string Output)> OnceAsync(params string[] more) =>
        account.Command.TryAsync(["sync", Root, "--once", .. options, .. more]);

    /// <summary>Every file by its path with a digest, and every folder.</summary>
    public SortedDictionary<string, string> Tree()
    {
        var tree = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in new DirectoryInfo(Root).EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(Root, entry.FullName);
            if (path.Split('/')[0] == ".filestorage")
            {
                continue;
            }

            try
            {
                tree[path] = entry is FileInfo file ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file.FullName))) : "folder";
            }
            catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
            {
                // Moved or removed by sync meanwhile; the next look tells.
            }
        }

        return tree;
    }

    /// <summary>Waits for something about the folder to become true.</summary>
    public Task UntilAsync(Func<bool> condition, string what) => UntilAsync(condition, what, this);

    public static Task UntilAsync(Func<bool> condition, string what, params SyncedDevice[] devices) => Until.TrueAsync(
        condition,
        () => $"not so: {what}\n" + string.Join('\n', devices.Select(device =>
            $"{device.Name} ({(device.IsRunning ? "running" : "ended")}): {string.Join(", ", device.Tree().Keys)}\n{Tail(device.Output)}")));

    /// <summary>Waits until the folders hold the same, and go on doing so for a moment.</summary>
    public static async Task UntilSameAsync(params SyncedDevice[] devices)
    {
        var same = 0;
        await UntilAsync(
            () =>
            {
                var first = devices[0].Tree();
                same = devices.Skip(1).All(device => device.Tree().SequenceEqual(first)) ? same + 1 : 0;
                return same >= 40;
            },
            "The folders are the same",
            devices);
    }

    /// <summary>Ends the process, where it runs; the folder stays.</summary>
    public async ValueTask DisposeProcessAsync()
    {
        if (_running is not null)
        {
            await _running.DisposeAsync();
            _running = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await DisposeProcessAsync();
        _root.Dispose();
    }

    private static string Tail(string text) => text.Length < 3000 ? text : "…" + text[^3000..];
}
