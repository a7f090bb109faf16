using System.Security.Cryptography;
using System.Text.Json;
using FileStorage.Core.Chunks;
using FileStorage.Tests.EndToEnd.Accounts;
using FileStorage.Tests.EndToEnd.Processes;
using FileStorage.Tests.Objects;
using SQLitePCL;

namespace FileStorage.Tests.EndToEnd.Objects;

/// <summary>A server whose chunks lie in an object store keeps the same promises.</summary>
public sealed class ObjectStoreTests
{
    private const int SmallFiles = 60;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ChunkStoreKind.AzureBlob)]
    [InlineData(ChunkStoreKind.S3)]
    public async Task Files_outlive_a_killed_server_and_what_is_deleted_leaves_the_store(ChunkStoreKind kind)
    {
        await using var objects = await ObjectServer.StartAsync(kind);
        await using var server = await ServerProcess.StartAsync(arguments: Arguments(objects));
        using var account = await TestAccount.OpenAsync(server);
        var contents = Enumerable.Range(0, SmallFiles).ToDictionary(
            number => $"/few/{number}", number => RandomNumberGenerator.GetBytes(1000 + (number * 100)));
        contents.Add("/large", RandomNumberGenerator.GetBytes(9_000_000));
        await Parallel.ForEachAsync(contents, Token, async (file, _) => await account.StoreAsync(file.Key, file.Value));
        await AssertSameAsync(account, contents);

        // Killed with uploads under way: what was answered is there, and what was not is whole or absent.
        var acknowledged = new System.Collections.Concurrent.ConcurrentDictionary<string, byte[]>();
        var enough = new TaskCompletionSource();
        var uploads = Parallel.ForAsync(0, 1000, Token, async (number, token) =>
        {
            var content = RandomNumberGenerator.GetBytes(50_000);
            try
            {
                using var answer = await account.PutAsync($"/fire/{number}", content, token);
                if (answer.IsSuccessStatusCode && acknowledged.TryAdd($"/fire/{number}", content) && acknowledged.Count >= 20)
                {
                    enough.TrySetResult();
                }
            }
            catch (HttpRequestException)
            {
                // The server is gone.
            }
        });
        await Task.WhenAny(enough.Task, uploads);
        await server.KillAsync();
        await uploads;
        await server.StartAgainAsync();
        await AssertSameAsync(account, contents);
        await AssertSameAsync(account, acknowledged);
        await account.CheckAsync();

        await account.Command.RunAsync("rm", "-r", "/few", "/large", "/fire");
        await account.Command.RunAsync("trash", "empty");
        await server.StopAsync();
        EndLeases(server);
        await server.StartAgainAsync();
        await CollectUntilEmptyAsync(account);
        await account.CheckAsync();
    }

    [Fact]
    public async Task A_server_that_cannot_reach_its_object_store_says_so_and_starts_when_it_can()
    {
        await using var objects = await ObjectServer.StartAsync(ChunkStoreKind.S3);
        await objects.StopAsync();
        using var folder = new TemporaryFolder();
        await using var program = RunningProgram.Start(
            Programs.Silo, ["--urls", "http://127.0.0.1:0", "--data", folder.Of("data"), "--Chunks:Retries", "0", .. Arguments(objects)]);

        Assert.Equal(1, await program.WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.Contains("filestorage cannot start: the bucket", program.Output, StringComparison.Ordinal);

        await objects.StartAgainAsync();
        await using var server = await ServerProcess.StartAsync(folder.Of("data"), Arguments(objects));
    }

    private static string[] Arguments(ObjectServer objects) =>
    [
        .. objects.Settings("filestorage-test").SelectMany(setting => new[] { "--" + setting.Key, setting.Value }),
        "--Chunks:MasterKey", Convert.ToBase64String(SHA256.HashData("a master key"u8)),
    ];

    private static async Task AssertSameAsync(TestAccount account, IEnumerable<KeyValuePair<string, byte[]>> contents)
    {
        foreach (var (path, content) in contents)
        {
            Assert.Equal(content, await account.LoadAsync(path));
        }
    }

    // Purging is the drive's own business and takes its time.
    private static Task CollectUntilEmptyAsync(TestAccount account) => Until.SeenAsync(
        async () =>
        {
            await account.Command.RunAsync("admin", "collect", "--grace", "0");
            var statistics = await account.Http.GetStringAsync(new Uri("/api/v1/admin/statistics", UriKind.Relative), Token);
            return JsonDocument.Parse(statistics).RootElement.GetProperty("chunks").GetInt64();
        },
        chunks => chunks == 0,
        chunks => $"{chunks} chunks of what was deleted are not collected");

    // The collector waits for them, and an upload may take a day.
    private static void EndLeases(ServerProcess server)
    {
        Batteries_V2.Init();
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_open(Path.Combine(server.Data, "metadata.db"), out var database));
        using (database)
        {
            Assert.Equal(raw.SQLITE_OK, raw.sqlite3_exec(database, "UPDATE chunks SET leased_until = 1 WHERE leased_until IS NOT NULL"));
        }
    }
}
