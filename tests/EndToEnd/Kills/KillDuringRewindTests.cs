using System.Text.Json;
using FileStorage.Tests.EndToEnd.Accounts;
using FileStorage.Tests.EndToEnd.Processes;
using FileStorage.Tests.EndToEnd.Trees;

namespace FileStorage.Tests.EndToEnd.Kills;

/// <summary>A rewind is done wholly or goes on, whenever the server is killed; and it can be undone.</summary>
public sealed class KillDuringRewindTests
{
    private const int Files = 400;

    [Fact]
    public async Task A_folder_is_what_it_was_however_often_the_server_is_killed_on_the_way_there()
    {
        var random = new Random(7);
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        using var folder = new TemporaryFolder();
        TestTree.WriteMany(folder.Of("then"), seed: 1, Files, largeFiles: 1);
        TestTree.WriteMany(folder.Of("later"), seed: 2, Files, largeFiles: 1);
        await account.Command.RunAsync("put", "-r", folder.Of("then"), "/tree");
        var then = await NumberAsync(account);
        await account.Command.RunAsync("put", "-r", folder.Of("later"), "/tree");
        await account.Command.RunAsync("mkdir", "/aside");
        await account.Command.RunAsync("get", "-r", "/tree", folder.Of("before"));

        await account.Command.RunAsync("rewind", "/tree", "--number", $"{then}", "--get", folder.Of("looked"));
        TestTree.AssertSame(folder.Of("then"), folder.Of("looked"));

        var undo = await RewindUnderFireAsync(server, account, then, random);
        await account.Command.RunAsync("get", "-r", "/tree", folder.Of("rewound"));
        TestTree.AssertSame(folder.Of("then"), folder.Of("rewound"));

        await RewindUnderFireAsync(server, account, undo, random);
        await account.Command.RunAsync("get", "-r", "/tree", folder.Of("undone"));
        TestTree.AssertSame(folder.Of("before"), folder.Of("undone"));
        await account.CheckAsync();
    }

    /// <summary>Rewinds, with the server killed at some moment of it; answers the number that undoes it.</summary>
    private static async Task<long> RewindUnderFireAsync(ServerProcess server, TestAccount account, long number, Random random)
    {
        var answer = "";
        await using var rewind = account.Command.Start(
            line => answer = line, "rewind", "/tree", "--number", $"{number}", "--restore", "--yes", "--json");
        var ended = rewind.WaitAsync(TimeSpan.FromMinutes(3));
        for (var kills = 0; kills < 3 && !ended.IsCompleted; kills++)
        {
            await Task.WhenAny(ended, Task.Delay(random.Next(150, 900), TestContext.Current.CancellationToken));
            await server.KillAsync();
            await server.StartAgainAsync();
        }

        // The command waits for the server, and asks under the same key.
        Assert.Equal(0, await ended);
        var body = JsonDocument.Parse(answer).RootElement;
        Assert.Equal("done", body.GetProperty("state").GetString());
        return body.GetProperty("undoNumber").GetInt64();
    }

    private static async Task<long> NumberAsync(TestAccount account)
    {
        var lines = await account.Command.RunAsync("rewind", "/", "--at", "0s", "--json");
        return JsonDocument.Parse(string.Concat(lines)).RootElement.GetProperty("undoNumber").GetInt64();
    }
}
