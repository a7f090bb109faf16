using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using FileStorage.Core.Chunks;
using FileStorage.Tests.EndToEnd.Accounts;
using FileStorage.Tests.EndToEnd.Processes;
using FileStorage.Tests.EndToEnd.Sync;
using FileStorage.Tests.Objects;
using FileStorage.Tests.Postgres;

namespace FileStorage.Tests.EndToEnd.Backups;

/// <summary>A backup taken while the server is used is whole, and a server that went back in time takes nothing from its clients.</summary>
public sealed class BackupTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_backup_taken_under_load_is_restored_and_clients_keep_what_is_newer()
    {
        using var folder = new TemporaryFolder();
        await using var server = await ServerProcess.StartAsync(folder.Of("data"), "--Backup:Directory", folder.Path);
        await BackUpAndRestoreAsync(server, folder, async account =>
        {
            Directory.Move(server.Data, folder.Of("lost"));
            await account.Command.RunAsync("admin", "restore", folder.Of("backup"), server.Data);
            await server.StartAgainAsync();
        });
    }

    [Fact]
    public async Task So_is_that_of_a_service_with_three_databases_and_an_object_store()
    {
        using var folder = new TemporaryFolder();
        using var cluster = new PostgresCluster();
        await using var objects = await ObjectServer.StartAsync(ChunkStoreKind.AzureBlob);
        await File.WriteAllTextAsync(folder.Of("master.key"), Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), Token);
        await File.WriteAllTextAsync(folder.Of("other.key"), Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), Token);
        string[] SettingsOf(string databases, string container) =>
        [
            .. Enumerable.Range(0, 3).Select(number => $"--Metadata:Postgres:Shards:{number}={cluster.ConnectionTo($"{databases}{number}")}"),
            .. objects.Settings(container).Select(setting => $"--{setting.Key}={setting.Value}"),
            $"--Chunks:MasterKeyFile={folder.Of("master.key")}",
        ];
        foreach (var place in (string[])["here", "there", "again"])
        {
            for (var number = 0; number < 3; number++)
            {
                cluster.CreateDatabase($"{place}{number}");
            }
        }

        await RunAsync(0, "migrate", SettingsOf("here", "here"));
        await using var server = await ServerProcess.StartAsync(folder.Of("data"), ["--Backup:Directory", folder.Path, .. SettingsOf("here", "here")]);
        await BackUpAndRestoreAsync(server, folder, async account =>
        {
            // Nothing of the first is used again.
            var (exitCode, _, output) = await account.Command.TryAsync("admin", "restore", folder.Of("backup"), folder.Of("new"));
            Assert.NotEqual(0, exitCode);
            Assert.Contains("FileStorage.Silo restore", output, StringComparison.Ordinal);
            string[] restore = [folder.Of("backup"), "--data", folder.Of("new"), .. SettingsOf("there", "there")];
            Assert.Contains("say restore BACKUP", await RunAsync(2, "restore", [.. restore, "--metadataonly"]), StringComparison.Ordinal);
            Assert.Contains("the master key", await RunAsync(1, "restore", [.. restore, $"--Chunks:MasterKeyFile={folder.Of("other.key")}"]), StringComparison.Ordinal);
            Assert.Contains("restored and verified", await RunAsync(0, "restore", restore), StringComparison.Ordinal);
            Assert.Contains("not empty", await RunAsync(1, "restore", restore), StringComparison.Ordinal);
            Assert.Contains("azure", await RunAsync(1, "restore", [.. restore, "--Chunks:Store=disk"]), StringComparison.Ordinal);

            // The metadata alone, to the objects that are there.
            string[] OnlyTo(string container) => [folder.Of("backup"), "--data", folder.Of("newer"), "--metadata-only", .. SettingsOf("again", container)];
            Assert.Contains("the Azure container nowhere", await RunAsync(1, "restore", OnlyTo("nowhere")), StringComparison.Ordinal);
            Assert.Contains("restored and verified", await RunAsync(0, "restore", OnlyTo("there")), StringComparison.Ordinal);
            server.Use(["--Backup:Directory", folder.Path, .. SettingsOf("again", "there")]);
            await server.StartAgainAsync();
        });
    }

    private static async Task BackUpAndRestoreAsync(ServerProcess server, TemporaryFolder folder, Func<TestAccount, Task> restoreAsync)
    {
        using var account = await TestAccount.OpenAsync(server);
        await using var device = new SyncedDevice("laptop", account);
        device.Write("edited.txt", "before the backup");
        device.Write("same.txt", "never changes");
        device.Start();
        await TrueAsync(async () => await IsThereAsync(account, "/edited.txt") && await IsThereAsync(account, "/same.txt"), "The device's files arrive");

        var acknowledged = new ConcurrentDictionary<string, byte[]>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var load = Task.WhenAll(Enumerable.Range(0, 4).Select(worker => PutUntilAsync(account, worker, acknowledged, stop.Token)));
        await TrueAsync(() => Task.FromResult(acknowledged.Count > 100), "The server is under load");
        var before = acknowledged.ToArray();
        var cursor = await CursorAsync(account);
        await account.Command.RunAsync("admin", "backup", folder.Of("backup"));
        var during = acknowledged.Count - before.Length;
        await account.Command.RunAsync("rm", "/load/0-0");
        await account.Command.RunAsync("admin", "collect", "--grace", "0");
        await stop.CancelAsync();
        await load;

        device.Write("edited.txt", "after the backup");
        device.Write("new.txt", "also after the backup");
        await TrueAsync(
            async () => await IsThereAsync(account, "/new.txt") && await TextAsync(account, "/edited.txt") == "after the backup", "What is newer arrives");
        await server.StopAsync();
        await restoreAsync(account);

        foreach (var (path, content) in before)
        {
            Assert.Equal(content, await account.LoadAsync(path));
        }

        await account.CheckAsync();
        using (var answer = await account.Http.GetAsync(new Uri($"/api/v1/changes?cursor={cursor}", UriKind.Relative), Token))
        {
            Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
            Assert.Contains("went-back", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        }

        await TrueAsync(
            async () => await IsThereAsync(account, "/new.txt") && (await ListAsync(account)).Any(name => name.StartsWith("edited (", StringComparison.Ordinal)),
            "The device gives back what the server forgot");
        var names = await ListAsync(account);
        var texts = await Task.WhenAll(names.Where(name => name.StartsWith("edited", StringComparison.Ordinal)).Select(name => TextAsync(account, "/" + name)));
        Assert.Equal(["after the backup", "before the backup"], texts.Order(StringComparer.Ordinal));
        Assert.Equal("never changes", File.ReadAllText(device.At("same.txt")));
        Assert.Equal("also after the backup", File.ReadAllText(device.At("new.txt")));
        Assert.DoesNotContain(names, name => name.StartsWith("same (", StringComparison.Ordinal));
        Console.Out.WriteLine($"    {before.Length} files acknowledged before the backup are there; {during} came while it was made");
    }

    [Fact]
    public async Task A_backup_that_is_damaged_or_goes_over_something_is_refused_and_so_is_a_folder_elsewhere()
    {
        using var folder = new TemporaryFolder();
        await using var server = await ServerProcess.StartAsync(folder.Of("data"), "--Backup:Directory", folder.Of("backups"));
        using var account = await TestAccount.OpenAsync(server);
        await account.StoreAsync("/a", RandomNumberGenerator.GetBytes(100_000));
        await account.Command.RunAsync("admin", "backup", "one");
        var backup = folder.Of("backups/one");

        await RefusedAsync(account, "exists already", "admin", "backup", "one");
        await RefusedAsync(account, "Backups of this server go below", "admin", "backup", folder.Of("elsewhere"));
        await RefusedAsync(account, "Backups of this server go below", "admin", "backup", "../elsewhere");
        await RefusedAsync(account, "not empty", "admin", "restore", backup, server.Data);
        await RefusedAsync(account, "no whole backup", "admin", "restore", folder.Path, folder.Of("new"));
        var pack = Directory.EnumerateFiles(Path.Combine(backup, "chunks")).MaxBy(path => new FileInfo(path).Length)!;
        var bytes = await File.ReadAllBytesAsync(pack, Token);
        bytes[^1000] ^= 1;
        await File.WriteAllBytesAsync(pack, bytes, Token);
        await RefusedAsync(account, "The backup is damaged", "admin", "restore", backup, folder.Of("new"));
        Assert.False(Directory.Exists(folder.Of("new")));

        // Nor does a server begin where the restore has not ended.
        await using var early = RunningProgram.Start(Programs.Silo, ["--data", folder.Of("new")]);
        Assert.NotEqual(0, await early.WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.Contains("has not ended", early.Output, StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(int expected, string command, string[] arguments)
    {
        await using var running = RunningProgram.Start(Programs.Silo, [command, .. arguments]);
        var exitCode = await running.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.True(exitCode == expected, running.Output);
        return running.Output;
    }

    private static async Task RefusedAsync(TestAccount account, string because, params string[] arguments)
    {
        var (exitCode, _, output) = await account.Command.TryAsync(arguments);
        Assert.NotEqual(0, exitCode);
        Assert.Contains(because, output, StringComparison.Ordinal);
    }

    private static async Task PutUntilAsync(
        TestAccount account, int worker, ConcurrentDictionary<string, byte[]> acknowledged, CancellationToken stop)
    {
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            var content = RandomNumberGenerator.GetBytes(2000 + number);
            await account.StoreAsync($"/load/{worker}-{number}", content);
            acknowledged.TryAdd($"/load/{worker}-{number}", content);
        }
    }

    private static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromMinutes(1), $"{what}: it did not happen.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), Token);
        }
    }

    private static async Task<bool> IsThereAsync(TestAccount account, string path)
    {
        using var answer = await account.GetAsync(path);
        return answer.IsSuccessStatusCode;
    }

    private static async Task<string> TextAsync(TestAccount account, string path) =>
        System.Text.Encoding.UTF8.GetString(await account.LoadAsync(path));

    private static async Task<List<string>> ListAsync(TestAccount account) =>
        [.. (await account.Command.RunAsync("ls", "--json", "/")).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("name").GetString()!)];

    private static async Task<string> CursorAsync(TestAccount account)
    {
        string? cursor = null;
        bool hasMore;
        do
        {
            var page = JsonDocument.Parse(await account.Http.GetStringAsync(
                new Uri("/api/v1/changes" + (cursor is null ? "" : $"?cursor={cursor}"), UriKind.Relative), Token)).RootElement;
            cursor = page.GetProperty("cursor").GetString();
            hasMore = page.GetProperty("more").GetBoolean();
        }
        while (hasMore);
        return cursor!;
    }
}
