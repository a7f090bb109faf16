using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using FileStorage.Tests.EndToEnd.Accounts;
using FileStorage.Tests.EndToEnd.Processes;
using FileStorage.Tests.EndToEnd.Trees;

namespace FileStorage.Tests.EndToEnd.Kills;

/// <summary>The product's promise: what `filestorage put` acknowledged is there, whenever the server was killed.</summary>
public sealed class KillDuringPutTests
{
    private const int SmallFiles = 600;
    private const int LargeFiles = 3;

    [Fact]
    public async Task Every_file_that_put_acknowledged_is_there_however_often_the_server_is_killed()
    {
        var random = new Random(1_001);
        var kills = 0;
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        using var folder = new TemporaryFolder();
        var everything = new Dictionary<string, string>();

        for (var round = 0; kills < KillCount.Wanted; round++)
        {
            var tree = folder.Of($"tree{round}");
            TestTree.WriteMany(tree, seed: 2_000 + round, SmallFiles, LargeFiles);
            var acknowledged = new ConcurrentDictionary<string, string>();

            kills += await PutUnderFireAsync(server, account, tree, $"/tree{round}", acknowledged, random);

            Assert.Equal(SmallFiles + LargeFiles, acknowledged.Count);
            foreach (var (path, digest) in acknowledged)
            {
                everything.Add(path, digest);
            }

            await account.Command.RunAsync("get", "-r", $"/tree{round}", folder.Of($"back{round}"));
            TestTree.AssertSame(tree, folder.Of($"back{round}"));
        }

        foreach (var (path, digest) in everything)
        {
            Assert.Equal(digest, Digest(await account.LoadAsync(path)));
        }

        await account.CheckAsync();
        Console.Out.WriteLine($"    killed the server {kills} times during put -r; {everything.Count} acknowledged files are there and identical");
    }

    /// <summary>Puts a tree, killing the server once a run until a run gets through before its kill. Returns the kills.</summary>
    private static async Task<int> PutUnderFireAsync(
        ServerProcess server, TestAccount account, string tree, string remote, ConcurrentDictionary<string, string> acknowledged, Random random)
    {
        var kills = 0;
        while (true)
        {
            // The run is killed after so many acknowledgements of its own, or never if it has fewer to give.
            var killAfter = random.Next(0, SmallFiles);
            var seen = 0;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var put = account.Command.Start(
                line =>
                {
                    var file = JsonDocument.Parse(line).RootElement;
                    acknowledged[file.GetProperty("path").GetString()!] = file.GetProperty("sha256").GetString()!;
                    if (Interlocked.Increment(ref seen) > killAfter)
                    {
                        reached.TrySetResult();
                    }
                },
                "put", "-r", "--json", tree, remote);
            var ended = put.WaitAsync(TimeSpan.FromMinutes(3));
            await Task.WhenAny(ended, reached.Task);
            if (ended.IsCompleted && await ended == 0)
            {
                return kills;
            }

            await server.KillAsync();
            kills++;
            // What was acknowledged up to here must be there the moment the server is back.
            await server.StartAgainAsync();
            foreach (var (path, digest) in acknowledged.ToArray().OrderBy(_ => random.Next()).Take(50))
            {
                Assert.Equal(digest, Digest(await account.LoadAsync(path)));
            }

            // Either it waited for the server and got through, or it says what failed, and the next run continues.
            if (await ended == 0)
            {
                return kills;
            }
        }
    }

    private static string Digest(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
