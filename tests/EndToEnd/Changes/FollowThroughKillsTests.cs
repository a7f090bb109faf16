using System.Collections.Concurrent;
using System.Net.Http.Json;
using FileStorage.Api.Contracts.Changes;
using FileStorage.Api.Contracts.Json;
using FileStorage.Client;
using FileStorage.Client.Connections;
using FileStorage.Client.Items;
using FileStorage.Tests.EndToEnd.Accounts;
using FileStorage.Tests.EndToEnd.Kills;
using FileStorage.Tests.EndToEnd.Processes;

namespace FileStorage.Tests.EndToEnd.Changes;

/// <summary>A device that is rung by the server and follows its changes, while the server is killed again and again.</summary>
public sealed class FollowThroughKillsTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_device_that_follows_goes_on_from_its_cursor_after_every_kill_and_knows_the_tree()
    {
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        using var client = new FileStorageClient(
            new ConnectionOptions { Server = server.Url, Token = account.Token, Retries = RetryPolicy.Patient });
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var tree = new ConcurrentDictionary<Guid, ChangedItemBody>();
        var following = FollowAsync(client, tree, ended.Token);

        var saved = new Dictionary<Guid, Guid?>();
        for (var kill = 0; kill < KillCount.Wanted; kill++)
        {
            // Killed after some of a burst were acknowledged, while the others are under way.
            using var acknowledged = new SemaphoreSlim(0);
            var enough = 1 + (3 * kill % 20);
            var burst = Task.WhenAll(Enumerable.Range(0, 40).Select(index => SaveAsync(account, $"/folder {index % 4}/{kill} {index}", acknowledged)));
            await Until.TrueAsync(() => acknowledged.CurrentCount >= enough || burst.IsCompleted, () => $"acknowledged {acknowledged.CurrentCount}");
            await server.KillAsync();
            await server.StartAgainAsync();
            foreach (var (id, version) in (await burst).OfType<(Guid, Guid?)>())
            {
                saved[id] = version;
            }
        }

        var last = await account.StoreAsync("/last", [1]);
        await Until.TrueAsync(
            () => tree.ContainsKey(last.Id) && saved.All(file => tree.TryGetValue(file.Key, out var told) && told.VersionId == file.Value),
            () => $"the device knows {tree.Count} items, {saved.Keys.Count(tree.ContainsKey)} of {saved.Count} acknowledged ones; it is {following.Status} {following.Exception}");
        await ended.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);

        var truth = await ListAsync(client);
        Assert.Equal(
            truth.OrderBy(item => item.Id),
            tree.Values.Where(item => item.State == "live" && item.Name.Length > 0).Select(item => (item.Id, item.ParentId, item.Name)).OrderBy(item => item.Id));
        await account.CheckAsync();
        Assert.NotEmpty(saved);
        Console.Out.WriteLine($"    killed the server {KillCount.Wanted} times under a device that listens; it knows all {truth.Count} items, {saved.Count} acknowledged");
    }

    // What a device does: whenever it is rung, and at every connect, it reads on from its cursor.
    private static async Task FollowAsync(
        FileStorageClient client, ConcurrentDictionary<Guid, ChangedItemBody> tree, CancellationToken cancellationToken)
    {
        string? cursor = null;
        await foreach (var _ in client.ListenAsync(cancellationToken))
        {
            ChangesBody page;
            do
            {
                page = await client.ReadChangesAsync(cursor, limit: 50, cancellationToken: cancellationToken);
                foreach (var change in page.Changes)
                {
                    tree[change.Item.Id] = change.Item;
                }

                cursor = page.Cursor;
            }
            while (page.More);
        }
    }

    // Null where the kill came first.
    private static async Task<(Guid, Guid?)?> SaveAsync(TestAccount account, string path, SemaphoreSlim acknowledged)
    {
        try
        {
            using var answer = await account.PutAsync(path, [1, 2, 3], Cancelled);
            if (!answer.IsSuccessStatusCode
                || await answer.Content.ReadFromJsonAsync(ContractsJsonContext.Default.ItemBody, Cancelled) is not { } item)
            {
                return null;
            }

            acknowledged.Release();
            return (item.Id, item.VersionId);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return null;
        }
    }

    private static async Task<List<(Guid Id, Guid ParentId, string Name)>> ListAsync(FileStorageClient client)
    {
        var items = new List<(Guid, Guid, string)>();
        var folders = new Queue<string>(["/"]);
        while (folders.TryDequeue(out var path))
        {
            await foreach (var item in client.ListAsync(ItemAddress.OfPath(path), Cancelled))
            {
                items.Add((item.Id, item.ParentId, item.Name));
                if (item.Kind == "folder")
                {
                    folders.Enqueue($"{path.TrimEnd('/')}/{item.Name}");
                }
            }
        }

        return items;
    }
}
