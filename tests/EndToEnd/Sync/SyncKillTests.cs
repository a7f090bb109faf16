using System.Globalization;
using System.Text;
using FileStorage.Api.Contracts.Versions;
using FileStorage.Client;
using FileStorage.Client.Connections;
using FileStorage.Client.Items;
using FileStorage.Tests.EndToEnd.Accounts;
using FileStorage.Tests.EndToEnd.Processes;

namespace FileStorage.Tests.EndToEnd.Sync;

/// <summary>
/// The promise of sync: whatever is killed, stopped or offline, and whenever, the folders are the same in the end and nothing that a user saved
/// is lost. FILESTORAGE_TEST_SEED repeats a run as far as real processes can be repeated; FILESTORAGE_TEST_ROUNDS makes it longer.
/// </summary>
public sealed class SyncKillTests
{
    private const int Rounds = 60;
    private const int Devices = 3;
    private const int ActsARound = 8;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Devices_and_server_may_be_killed_at_any_instant()
    {
        var seed = Number("FILESTORAGE_TEST_SEED", 20_261_122);
        var rounds = Number("FILESTORAGE_TEST_ROUNDS", Rounds);
        var random = new Random(seed);
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        var devices = Enumerable.Range(0, Devices).Select(number => new SyncedDevice($"device{number}", account)).ToList();
        var users = devices.Select(device => new RestlessUser(device, random)).ToList();
        var faults = new int[3];
        try
        {
            devices.ForEach(device => device.Start());

            // The very first start has to ask the server which drive it is; from then on a device starts without it too.
            await SyncedDevice.UntilAsync(
                () => devices.TrueForAll(device => device.Output.Contains("Up to date", StringComparison.Ordinal)), "All have begun", [.. devices]);
            for (var round = 0; round < rounds; round++)
            {
                for (var act = 0; act < ActsARound; act++)
                {
                    users[random.Next(Devices)].Act();
                    await Task.Delay(random.Next(25), Token);
                }

                devices.ForEach(device => Assert.True(device.IsRunning, $"Seed {seed}: {device.Name} ended by itself.\n{device.Output}"));
                await DisturbAsync(server, devices[random.Next(Devices)], random, faults);
            }

            await CalmAsync(server, devices);
            await SyncedDevice.UntilSameAsync([.. devices]);
            await UpToDateAsync(devices);
        }
        finally
        {
            foreach (var device in devices)
            {
                await device.DisposeAsync();
            }

            Console.Out.WriteLine(
                $"    seed {seed}: {faults[0]} devices killed, {faults[1]} put to sleep, {faults[2]} times the server killed");
        }

        await AssertNothingIsLostAsync(server.Url, account.Token, users.SelectMany(user => user.Saved).ToHashSet(StringComparer.Ordinal), seed);
        await account.CheckAsync();
    }

    private static async Task DisturbAsync(ServerProcess server, SyncedDevice device, Random random, int[] faults)
    {
        switch (random.Next(6))
        {
            case 0 or 1:
                faults[0]++;
                await device.KillAsync();
                await Task.Delay(random.Next(300), Token);
                device.Start();
                break;
            case 2:
                faults[1]++;
                device.Signal("STOP");
                await Task.Delay(random.Next(500), Token);
                device.Signal("CONT");
                break;
            case 3 when random.Next(2) == 0:
                faults[2]++;
                await server.KillAsync();
                await Task.Delay(random.Next(500), Token);
                await server.StartAgainAsync();
                break;
        }
    }

    private static async Task CalmAsync(ServerProcess server, List<SyncedDevice> devices)
    {
        if (server.HasExited)
        {
            await server.StartAgainAsync();
        }

        foreach (var device in devices.Where(device => !device.IsRunning))
        {
            device.Start();
        }
    }

    private static async Task UpToDateAsync(List<SyncedDevice> devices)
    {
        foreach (var device in devices)
        {
            var status = await device.StatusAsync();
            Assert.True(
                status.GetProperty("activity").GetString() == "upToDate" && status.GetProperty("queuedSteps").GetInt32() == 0
                && status.GetProperty("problemCount").GetInt32() == 0,
                $"{device.Name}: {status}\n{device.Output}");
        }
    }

    /// <summary>Reads every version of every file there is, deleted ones too.</summary>
    private static async Task AssertNothingIsLostAsync(Uri server, string token, HashSet<string> saved, int seed)
    {
        using var client = new FileStorageClient(new ConnectionOptions { Server = server, Token = token });
        var files = new HashSet<Guid>();
        string? cursor = null;
        for (var more = true; more;)
        {
            var page = await client.ReadChangesAsync(cursor, cancellationToken: Token);
            files.UnionWith(page.Changes.Where(change => change.Item.Kind == "file").Select(change => change.Item.Id));
            (cursor, more) = (page.Cursor, page.More);
        }

        var versions = 0;
        foreach (var file in files)
        {
            await foreach (var version in client.ListVersionsAsync(ItemAddress.OfId(file), Token))
            {
                versions++;
                saved.Remove(await ReadAsync(client, file, version));
            }
        }

        Console.Out.WriteLine($"    {files.Count} files in {versions} versions");
        Assert.True(saved.Count == 0, $"Seed {seed}: lost {string.Join(", ", saved)}.");
    }

    private static async Task<string> ReadAsync(FileStorageClient client, Guid file, VersionBody version)
    {
        await using var content = client.OpenVersion(file, version.Number, 0, version.Size);
        using var reader = new StreamReader(content, Encoding.UTF8);
        return await reader.ReadToEndAsync(Token);
    }

    private static int Number(string name, int usual) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;
}
