using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using FileStorage.Api.Contracts.Accounts;
using FileStorage.Api.Contracts.Json;
using FileStorage.Tests.EndToEnd.Accounts;
using FileStorage.Tests.EndToEnd.Processes;
using FileStorage.Tests.EndToEnd.Sync;

namespace FileStorage.Tests.EndToEnd.Clients;

/// <summary>nextcloudcmd and owncloudcmd, unmodified, while things go wrong under them: what they sent is whole or not there.</summary>
public sealed class ClientTroubleTests
{
    private const int Megabyte = 1024 * 1024;

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("nextcloudcmd", 2048)]
    [InlineData("owncloudcmd", 120)]
    public async Task A_large_upload_goes_on_where_it_was_when_the_server_was_killed(string program, int megabytes)
    {
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        using var folder = new TemporaryFolder();
        var tree = Directory.CreateDirectory(folder.Of("tree")).FullName;
        var expected = WriteRandom(Path.Combine(tree, "large"), megabytes);
        await using var relay = new CountingRelay(server.Url);

        await using (var first = Client.StartSync(program, relay.Url, account, folder.Path, tree))
        {
            await Until.TrueAsync(() => server.StoredBytes() > (long)megabytes * Megabyte / 3, () => $"{server.StoredBytes()} bytes arrived; {first.Output}");

            // It never hears of it: a client that does notes a failure, and leaves the file alone for a while.
            await first.PauseAsync();
            await server.KillAsync();
            await first.KillAsync();
        }

        await server.StartAgainAsync();
        var (status, output) = await Client.TrySyncAsync(program, relay.Url, account, folder.Path, tree);

        Assert.True(status == 0, output);
        await using (var content = await account.Http.GetStreamAsync(new Uri("/api/v1/content/large", UriKind.Relative), Cancellation))
        {
            Assert.Equal(expected, Convert.ToHexString(await SHA256.HashDataAsync(content, Cancellation)));
        }

        // What had arrived was not sent again: of the parts under way when it was killed, at most a few.
        Assert.InRange(relay.UpBytes, (long)megabytes * Megabyte, (long)((megabytes * 1.1) + 200) * Megabyte);
        await account.CheckAsync();
    }

    [Theory]
    [InlineData("nextcloudcmd")]
    [InlineData("owncloudcmd")]
    public async Task Many_small_files_arrive_through_kills_of_the_server(string program)
    {
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        using var folder = new TemporaryFolder();
        var tree = Directory.CreateDirectory(folder.Of("tree")).FullName;
        WriteMany(tree, 500);
        await using var relay = new CountingRelay(server.Url);
        for (var kill = 0; kill < 2; kill++)
        {
            await using var running = Client.StartSync(program, relay.Url, account, folder.Path, tree);
            var before = relay.UpBytes;
            await Until.TrueAsync(() => running.HasExited || relay.UpBytes > before + 200_000, () => running.Output);
            await server.KillAsync();
            await EndAsync(running, relay);
            await server.StartAgainAsync();
        }

        ForgetFailures(tree);
        await SyncUntilDoneAsync(program, server, account, folder, tree);
        var other = Directory.CreateDirectory(folder.Of("other")).FullName;
        await SyncUntilDoneAsync(program, server, account, folder, other);

        Assert.Equal(Client.Read(tree), Client.Read(other));
        Assert.Equal(500, Client.Read(other).Count);
        await account.CheckAsync();
    }

    [Fact]
    public async Task Ten_thousand_small_files_arrive_in_bulk_and_come_back()
    {
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        using var folder = new TemporaryFolder();
        var tree = Directory.CreateDirectory(folder.Of("tree")).FullName;
        WriteMany(tree, 10_000);

        await SyncUntilDoneAsync("nextcloudcmd", server, account, folder, tree);
        await account.Command.RunAsync("get", "-r", "/", folder.Of("back"));

        Assert.Equal(Client.Read(tree), Client.Read(folder.Of("back")));
    }

    [Theory]
    [InlineData("nextcloudcmd")]
    [InlineData("owncloudcmd")]
    public async Task Where_the_quota_is_full_what_fits_arrives_and_the_rest_follows_when_there_is_room(string program)
    {
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        using var folder = new TemporaryFolder();
        await account.Command.RunAsync("admin", "quota", account.Email, "20MB");
        var tree = Directory.CreateDirectory(folder.Of("tree")).FullName;
        WriteMany(tree, 50);
        WriteRandom(Path.Combine(tree, "large"), 40);

        var (status, _) = await Client.TrySyncAsync(program, server.Url, account, folder.Path, tree);

        Assert.NotEqual(0, status);
        Assert.True(File.Exists(Path.Combine(tree, "large")));
        using (var large = await account.GetAsync("/large"))
        {
            Assert.Equal(HttpStatusCode.NotFound, large.StatusCode);
        }

        await account.Command.RunAsync("admin", "quota", account.Email, "1GB");

        ForgetFailures(tree);
        await SyncUntilDoneAsync(program, server, account, folder, tree);
        await account.Command.RunAsync("get", "-r", "/", folder.Of("back"));
        Assert.Equal(Client.Read(tree), Client.Read(folder.Of("back")));
        await account.CheckAsync();
    }

    [Theory]
    [InlineData("nextcloudcmd")]
    [InlineData("owncloudcmd")]
    public async Task A_device_that_is_revoked_while_it_syncs_gets_no_further_and_loses_nothing(string program)
    {
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        using var folder = new TemporaryFolder();
        var lost = await SignInAsync(server, account.Email, "lost");
        using var device = TestAccount.With(account, server, lost.Token);
        var tree = Directory.CreateDirectory(folder.Of("tree")).FullName;
        WriteMany(tree, 600);
        await using var relay = new CountingRelay(server.Url);

        await using (var running = Client.StartSync(program, relay.Url, device, folder.Path, tree))
        {
            await Until.TrueAsync(() => relay.UpBytes > 100_000, () => running.Output);
            using var revoked = await account.Http.DeleteAsync(new Uri($"/api/v1/devices/{lost.DeviceId}", UriKind.Relative), Cancellation);
            Assert.True(revoked.IsSuccessStatusCode);
            Assert.NotEqual(0, await EndAsync(running, relay));
        }

        Assert.Equal(600, Client.Read(tree).Count);
        await account.Command.RunAsync("get", "-r", "/", folder.Of("early"));
        Assert.InRange(Client.Read(folder.Of("early")).Count, 1, 599);
        ForgetFailures(tree);
        await SyncUntilDoneAsync(program, server, account, folder, tree);
        await account.Command.RunAsync("get", "-r", "/", folder.Of("back"));
        Assert.Equal(Client.Read(tree), Client.Read(folder.Of("back")));
        await account.CheckAsync();
    }

    private static async Task<SignInBody> SignInAsync(ServerProcess server, string email, string device)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = server.Url };
        using var answer = await http.PostAsJsonAsync(
            "/api/v1/sign-in",
            new SignInRequest { Email = email, Password = TestAccount.Password, DeviceName = device },
            ContractsJsonContext.Default.SignInRequest,
            Cancellation);
        return (await answer.Content.ReadFromJsonAsync(ContractsJsonContext.Default.SignInBody, Cancellation))!;
    }

    // owncloudcmd waits for ever for somebody to type another password, or for a server that was away when it began.
    private static async Task<int> EndAsync(RunningProgram running, CountingRelay relay)
    {
        var (seen, since) = (relay.UpBytes, TimeProvider.System.GetTimestamp());
        await Until.TrueAsync(
            () =>
            {
                if (relay.UpBytes != seen)
                {
                    (seen, since) = (relay.UpBytes, TimeProvider.System.GetTimestamp());
                }

                return running.HasExited || TimeProvider.System.GetElapsedTime(since) > Silence;
            },
            () => running.Output);
        await running.KillAsync();
        return running.ExitCode;
    }

    // They do not try again at once what failed; with a fresh memory they do.
    private static void ForgetFailures(string tree)
    {
        foreach (var memory in Directory.EnumerateFiles(tree, "._sync_*").Concat(Directory.EnumerateFiles(tree, ".sync_*")))
        {
            File.Delete(memory);
        }
    }

    // A client gives up for a while what failed, and says so by its status.
    private static async Task SyncUntilDoneAsync(string program, ServerProcess server, TestAccount account, TemporaryFolder folder, string tree)
    {
        var (status, output) = (-1, "");
        for (var attempt = 0; attempt < 4 && status != 0; attempt++)
        {
            (status, output) = await Client.TrySyncAsync(program, server.Url, account, folder.Path, tree);
        }

        Assert.True(status == 0, output);
    }

    private static void WriteMany(string tree, int files)
    {
        for (var index = 0; index < files; index++)
        {
            var folder = Directory.CreateDirectory(Path.Combine(tree, $"folder{index / 100}"));
            File.WriteAllText(Path.Combine(folder.FullName, $"file{index}.txt"), $"This is file {index}.\n" + new string((char)('a' + (index % 26)), index % 3000));
        }
    }

    private static string WriteRandom(string path, int megabytes)
    {
        using var file = File.Create(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var random = new Random(megabytes);
        var block = new byte[Megabyte];
        for (var count = 0; count < megabytes; count++)
        {
            random.NextBytes(block);
            file.Write(block);
            hash.AppendData(block);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
