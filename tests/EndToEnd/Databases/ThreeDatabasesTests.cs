using System.Text;
using FileStorage.Tests.EndToEnd.Accounts;
using FileStorage.Tests.EndToEnd.Processes;
using FileStorage.Tests.Postgres;

namespace FileStorage.Tests.EndToEnd.Databases;

/// <summary>The built server with its metadata spread over three PostgreSQL databases.</summary>
public sealed class ThreeDatabasesTests
{
    private const int LeastAccounts = 4;
    private const int Files = 12;

    private static readonly string[] Names = ["postgres", "second", "third"];
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_server_over_three_databases_does_all_that_one_over_one_does()
    {
        using var cluster = new PostgresCluster();
        cluster.CreateDatabase("second");
        cluster.CreateDatabase("third");
        var settings = SettingsOf(cluster, Names);
        Assert.Equal(0, (await MigrateAsync(settings)).ExitCode);
        await using var server = await ServerProcess.StartAsync(data: null, settings);
        var accounts = new List<TestAccount>();
        try
        {
            // Where a drive goes is chance.
            for (var number = 0; number < LeastAccounts || Names.Any(name => cluster.Ask(name, "SELECT count(*) FROM drives") == "0"); number++)
            {
                accounts.Add(await TestAccount.OpenAsync(server, $"user{number}@example.org"));
            }

            await Task.WhenAll(accounts.Select(StoreAsync));
            await server.KillAsync();
            await server.StartAgainAsync();

            await Task.WhenAll(accounts.Select(ReadAndTidyAsync));
            await accounts[0].Command.RunAsync("admin", "collect", "--grace", "0");
            await accounts[0].CheckAsync();
            foreach (var account in accounts)
            {
                Assert.Equal(Big(account), await account.LoadAsync("/big"));
            }

            Assert.Equal(0, await server.StopAsync());
            foreach (var table in new[] { "drives", "entries", "journal", "versions", "chunks", "documents", "search.items" })
            {
                Assert.All(Names, name => Assert.NotEqual("0", cluster.Ask(name, $"SELECT count(*) FROM {table}")));
            }
        }
        finally
        {
            accounts.ForEach(account => account.Dispose());
        }
    }

    [Fact]
    public async Task Nobody_starts_on_databases_that_do_not_belong_together_or_are_not_all_there()
    {
        using var cluster = new PostgresCluster();
        foreach (var name in new[] { "second", "third", "other", "another" })
        {
            cluster.CreateDatabase(name);
        }

        using var folder = new TemporaryFolder();
        string[] common = ["--urls", $"http://127.0.0.1:{ServerProcess.FreePort()}", "--data", folder.Of("data")];
        Assert.Equal(0, (await MigrateAsync(SettingsOf(cluster, "postgres", "second", "third"))).ExitCode);
        Assert.Equal(0, (await MigrateAsync(SettingsOf(cluster, "other", "another"))).ExitCode);

        await AssertRefusedAsync("order", [.. common, .. SettingsOf(cluster, "postgres", "third", "second")]);
        await AssertRefusedAsync("missing", [.. common, .. SettingsOf(cluster, "postgres", "second")]);
        await AssertRefusedAsync("another service", [.. common, .. SettingsOf(cluster, "postgres", "another", "third")]);
        await AssertRefusedAsync("one of several", [.. common, $"--Metadata:Postgres:ConnectionString={cluster.ConnectionTo("postgres")}"]);
        Assert.Equal(1, (await MigrateAsync(SettingsOf(cluster, "postgres", "another"))).ExitCode);
    }

    private static async Task StoreAsync(TestAccount account)
    {
        for (var number = 0; number < Files; number++)
        {
            await account.StoreAsync($"/papers/{number}.txt", Encoding.UTF8.GetBytes($"zebra {number} of {account.Email}"));
        }

        await account.StoreAsync("/shared by all", new byte[50_000]);
        await account.StoreAsync("/big", Big(account));
        await account.StoreAsync("/papers/0.txt", Encoding.UTF8.GetBytes("a newer version"));
    }

    private static async Task ReadAndTidyAsync(TestAccount account)
    {
        Assert.Equal(Files, (await account.Command.RunAsync("ls", "/papers")).Count);
        Assert.Equal("a newer version", Encoding.UTF8.GetString(await account.LoadAsync("/papers/0.txt")));
        Assert.Equal($"zebra 5 of {account.Email}", Encoding.UTF8.GetString(await account.LoadAsync("/papers/5.txt")));
        var found = await account.Command.RunAsync("search", "zebra", "--content");
        while (found.Count(line => line.StartsWith("/papers/", StringComparison.Ordinal)) < Files - 1)
        {
            found = await account.Command.RunAsync("search", "zebra", "--content");
        }

        await account.Command.RunAsync("rm", "/papers");
        await account.Command.RunAsync("rm", "/shared by all");
        await account.Command.RunAsync("trash", "empty");
    }

    private static byte[] Big(TestAccount account)
    {
        var content = new byte[6_000_000];
        new Random(account.Email.Length + account.Email[4]).NextBytes(content);
        return content;
    }

    private static string[] SettingsOf(PostgresCluster cluster, params string[] names) =>
        [.. names.Select((name, number) => $"--Metadata:Postgres:Shards:{number}={cluster.ConnectionTo(name)}"), "--Metadata:Postgres:ReadConnections=4", "--Metadata:Postgres:WriteConnections=2"];

    private static Task<(int ExitCode, List<string> Lines)> MigrateAsync(string[] settings) => RunAsync(["migrate", .. settings]);

    private static async Task AssertRefusedAsync(string reason, string[] arguments)
    {
        var (exitCode, lines) = await RunAsync(arguments);
        Assert.Equal(1, exitCode);
        Assert.Contains(reason, Assert.Single(lines), StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, List<string> Lines)> RunAsync(string[] arguments)
    {
        await using var running = RunningProgram.Start(Programs.Silo, arguments);
        var exitCode = await running.WaitAsync(Limit);
        return (exitCode, [.. running.Output.Split('\n').Where(line => line.Trim().Length > 0)]);
    }
}
