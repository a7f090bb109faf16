using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using FileStorage.Core.Chunks;
using FileStorage.Tests.EndToEnd.Accounts;
using FileStorage.Tests.EndToEnd.Processes;
using FileStorage.Tests.Objects;

namespace FileStorage.Tests.EndToEnd.Objects;

/// <summary>Chunks move from one store to another while the server is used, and however often it is killed meanwhile.</summary>
public sealed class MoveChunksTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Chunks_move_from_the_disk_to_an_object_store_and_on_to_another_one_through_a_kill_and_nothing_is_lost()
    {
        using var folder = new TemporaryFolder();
        await using var s3 = await ObjectServer.StartAsync(ChunkStoreKind.S3);
        await using var azure = await ObjectServer.StartAsync(ChunkStoreKind.AzureBlob);
        var contents = new ConcurrentDictionary<string, byte[]>();
        TestAccount account;
        await using (var server = await ServerProcess.StartAsync(folder.Of("data")))
        {
            account = await TestAccount.OpenAsync(server);
            using (account)
            {
                await PutAsync(account, contents, "disk", 400);
                await server.StopAsync();
            }

            // The key that the first start made is now a setting, which an object store needs.
            File.Copy(Path.Combine(server.Data, "keys", "master.key"), folder.Of("master.key"));
        }

        string[] key = ["--Chunks:MasterKeyFile", folder.Of("master.key")];
        string[] toS3 = [.. key, .. Arguments(s3)];
        await using (var server = await ServerProcess.StartAsync(folder.Of("data"), [.. toS3, "--Chunks:MoveFrom", "disk"]))
        {
            using var moving = TestAccount.Again(account, server);
            await AssertSameAsync(moving, contents);
            await KillWhileMovingAsync(moving, server);
            await AssertSameAsync(moving, contents);
            var puts = PutAsync(moving, contents, "s3", 50);
            await moving.Command.RunAsync("admin", "move-chunks");
            await puts;
            Assert.Equal(0, await MovedAsync(moving));
            await server.StopAsync();
        }

        Directory.Delete(Path.Combine(folder.Of("data"), "chunks"), recursive: true);
        await using (var server = await ServerProcess.StartAsync(folder.Of("data"), toS3))
        {
            using var moved = TestAccount.Again(account, server);
            await AssertSameAsync(moved, contents);
            await moved.CheckAsync();
            await moved.Command.RunAsync("admin", "collect", "--grace", "0");
            await server.StopAsync();
        }

        string[] toAzure = [.. key, .. Arguments(s3), .. Arguments(azure)];
        await using (var server = await ServerProcess.StartAsync(folder.Of("data"), [.. toAzure, "--Chunks:MoveFrom", "s3"]))
        {
            using var moving = TestAccount.Again(account, server);
            await moving.Command.RunAsync("admin", "move-chunks");
            await server.StopAsync();
        }

        await s3.StopAsync();
        await using (var server = await ServerProcess.StartAsync(folder.Of("data"), [.. key, .. Arguments(azure)]))
        {
            using var moved = TestAccount.Again(account, server);
            await AssertSameAsync(moved, contents);
            await moved.CheckAsync();
        }
    }

    private static string[] Arguments(ObjectServer objects) =>
        [.. objects.Settings("filestorage-test").SelectMany(setting => new[] { "--" + setting.Key, setting.Value })];

    private static async Task KillWhileMovingAsync(TestAccount account, ServerProcess server)
    {
        var isMoving = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var move = account.Command.Start(_ => isMoving.TrySetResult(), "admin", "move-chunks", "--json");
        await isMoving.Task.WaitAsync(TimeSpan.FromMinutes(1), Token);
        await server.KillAsync();
        Assert.NotEqual(0, await move.WaitAsync(TimeSpan.FromMinutes(2)));
        await server.StartAgainAsync();
    }

    private static async Task<long> MovedAsync(TestAccount account) => JsonDocument
        .Parse((await account.Command.RunAsync("admin", "move-chunks", "--json"))[^1]).RootElement.GetProperty("changed").GetInt64();

    private static async Task PutAsync(TestAccount account, ConcurrentDictionary<string, byte[]> contents, string name, int count) =>
        await Parallel.ForAsync(0, count, Token, async (number, _) =>
        {
            var content = RandomNumberGenerator.GetBytes(20_000 + number);
            await account.StoreAsync($"/{name}/{number}", content);
            contents[$"/{name}/{number}"] = content;
        });

    private static async Task AssertSameAsync(TestAccount account, IEnumerable<KeyValuePair<string, byte[]>> contents)
    {
        foreach (var (path, content) in contents)
        {
            Assert.Equal(content, await account.LoadAsync(path));
        }
    }
}
