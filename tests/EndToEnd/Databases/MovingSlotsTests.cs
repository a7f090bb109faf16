using System.Net;
using System.Text;
using FileStorage.Tests.EndToEnd.Accounts;
using FileStorage.Tests.EndToEnd.Processes;
using FileStorage.Tests.Postgres;

namespace FileStorage.Tests.EndToEnd.Databases;

/// <summary>A database that is added to the two that a server uses, and gets its share while people work.</summary>
public sealed class MovingSlotsTests
{
    private const int LeastAccounts = 4;

    private static readonly string[] Names = ["postgres", "second", "third"];
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task A_database_is_added_and_gets_its_share_while_files_are_stored()
    {
        using var cluster = new PostgresCluster();
        using var folder = new TemporaryFolder();
        cluster.CreateDatabase("second");
        cluster.CreateDatabase("third");
        var accounts = new List<TestAccount>();
        try
        {
            Assert.Equal(0, (await RunAsync(["migrate", .. SettingsOf(cluster, 2)])).ExitCode);
            await using (var before = await ServerProcess.StartAsync(folder.Of("data"), SettingsOf(cluster, 2)))
            {
                for (var number = 0; number < LeastAccounts; number++)
                {
                    var account = await TestAccount.OpenAsync(before, $"user{number}@example.org");
                    accounts.Add(account);
                    await account.StoreAsync("/first", Encoding.UTF8.GetBytes($"the first of {account.Email}"));
                }

                // While the servers with the shorter list run.
                Assert.Equal(0, (await RunAsync(["migrate", .. SettingsOf(cluster, 3)])).ExitCode);
                await accounts[0].StoreAsync("/second", [1]);
                Assert.Equal(0, await before.StopAsync());
            }

            await using var server = await ServerProcess.StartAsync(folder.Of("data"), SettingsOf(cluster, 3));
            for (var number = 0; number < LeastAccounts; number++)
            {
                using var old = accounts[number];
                accounts[number] = TestAccount.Again(old, server);
            }

            using var stop = new CancellationTokenSource();
            var storing = accounts.ConvertAll(account => StoreUntilAsync(account, stop.Token));
            await MoveAndKillAsync(cluster);
            var (exitCode, lines) = await RunAsync(["move-slots", "--even", "--at-once=32", .. SettingsOf(cluster, 3)]);
            Assert.True(exitCode == 0, string.Join('\n', lines));
            Assert.Equal("database 0 has 1366 slots, database 1 has 1365 slots, database 2 has 1365 slots.", lines[^1]);
            await stop.CancelAsync();
            var stored = await Task.WhenAll(storing);

            for (var number = 0; number < LeastAccounts; number++)
            {
                var account = accounts[number];
                Assert.NotEqual(0, stored[number]);
                Assert.Equal($"the first of {account.Email}", Encoding.UTF8.GetString(await account.LoadAsync("/first")));
                Assert.Equal(stored[number], (await account.Command.RunAsync("ls", "/papers")).Count);
                for (var file = 0; file < stored[number]; file++)
                {
                    Assert.Equal(ContentOf(account, file), await account.LoadAsync($"/papers/{file}"));
                }
            }

            await accounts[0].CheckAsync();
            await accounts[0].Command.RunAsync("admin", "collect", "--grace", "0");
            await accounts[0].CheckAsync();
            Assert.NotEqual("0", cluster.Ask("third", "SELECT count(*) FROM documents"));
            Assert.NotEqual("0", cluster.Ask("third", "SELECT count(*) FROM chunks"));
        }
        finally
        {
            accounts.ForEach(account => account.Dispose());
        }
    }

    [Theory]
    [InlineData()]
    [InlineData("--slots=0-15")]
    [InlineData("--even", "--to=1")]
    [InlineData("--slots=9-1", "--to=1")]
    public async Task An_order_that_is_none_moves_nothing(params string[] order)
    {
        var (exitCode, lines) = await RunAsync(["move-slots", .. order]);

        Assert.Equal(2, exitCode);
        Assert.Contains("move-slots --even", Assert.Single(lines), StringComparison.Ordinal);
    }

    // Killed as soon as some slots have moved, anywhere in the next ones.
    private static async Task MoveAndKillAsync(PostgresCluster cluster)
    {
        await using var mover = RunningProgram.Start(Programs.Silo, ["move-slots", "--even", "--at-once=8", .. SettingsOf(cluster, 3)]);
        while (!mover.Output.Contains("have moved", StringComparison.Ordinal))
        {
            Assert.False(mover.HasExited, mover.Output);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TestContext.Current.CancellationToken);
        }

        await mover.KillAsync();
    }

    private static async Task<int> StoreUntilAsync(TestAccount account, CancellationToken stopToken)
    {
        var stored = 0;
        while (!stopToken.IsCancellationRequested)
        {
            using var answer = await account.PutAsync($"/papers/{stored}", ContentOf(account, stored), TestContext.Current.CancellationToken);
            if (answer.StatusCode is HttpStatusCode.ServiceUnavailable)
            {
                // It came between a version and its entry; as every client does, again.
                continue;
            }

            Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
            stored++;
        }

        return stored;
    }

    private static byte[] ContentOf(TestAccount account, int file) => Encoding.UTF8.GetBytes($"file {file} of {account.Email}");

    private static string[] SettingsOf(PostgresCluster cluster, int databases) =>
    [
        .. Names.Take(databases).Select((name, number) => $"--Metadata:Postgres:Shards:{number}={cluster.ConnectionTo(name)}"),
        "--Metadata:Postgres:ReadConnections=4",
        "--Metadata:Postgres:WriteConnections=2",
    ];

    private static async Task<(int ExitCode, List<string> Lines)> RunAsync(string[] arguments)
    {
        await using var running = RunningProgram.Start(Programs.Silo, arguments);
        var exitCode = await running.WaitAsync(Limit);
        return (exitCode, [.. running.Output.Split('\n').Where(line => line.Trim().Length > 0)]);
    }
}
