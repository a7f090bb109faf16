using System.Collections.Concurrent;
using FileStorage.Tests.EndToEnd.Accounts;
using FileStorage.Tests.EndToEnd.Processes;
using FileStorage.Tests.Postgres;

namespace FileStorage.Tests.EndToEnd.Databases;

/// <summary>The built server with its metadata in a real PostgreSQL server.</summary>
public sealed class PostgresServerTests
{
    private const int Writers = 8;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task What_was_acknowledged_is_there_after_restarts_and_kills_of_the_server_and_of_the_database()
    {
        using var cluster = new PostgresCluster();
        var setting = $"--Metadata:Postgres:ConnectionString={cluster.ConnectionTo("postgres")}";
        Assert.Equal(0, (await RunAsync("migrate", setting)).ExitCode);
        await using var server = await ServerProcess.StartAsync(data: null, setting);
        using var account = await TestAccount.OpenAsync(server);
        var stored = new ConcurrentDictionary<string, byte[]>();

        await PutUntilAsync(account, stored, meanwhile: () => Task.CompletedTask);
        Assert.Equal(0, await server.StopAsync());
        await server.StartAgainAsync();
        await AssertThereAsync(account, stored);

        await PutUntilAsync(account, stored, meanwhile: async () =>
        {
            await server.KillAsync();
            await server.StartAgainAsync();
        });
        await PutUntilAsync(account, stored, meanwhile: () =>
        {
            cluster.Kill();
            cluster.Start();
            return Task.CompletedTask;
        });

        await AssertThereAsync(account, stored);
        var listed = await account.Command.RunAsync("ls", "/files");
        Assert.Equal(stored.Count, listed.Count);
        await account.CheckAsync();
        Assert.False(File.Exists(Path.Combine(server.Data, "metadata.db")), "The metadata went to SQLite.");
    }

    [Fact]
    public async Task A_database_that_is_not_migrated_or_not_there_is_one_clear_line_and_an_exit_code()
    {
        using var cluster = new PostgresCluster();
        using var folder = new TemporaryFolder();
        string[] common = ["--urls", $"http://127.0.0.1:{ServerProcess.FreePort()}", "--data", folder.Of("data")];

        var empty = await RunAsync([.. common, $"--Metadata:Postgres:ConnectionString={cluster.TcpConnectionTo("postgres")}"]);
        var missing = await RunAsync([.. common, $"--Metadata:Postgres:ConnectionString={cluster.TcpConnectionTo("nowhere")}"]);
        var wrong = await RunAsync("migrate", $"--Metadata:Postgres:ConnectionString={cluster.TcpConnectionTo("nowhere")}");

        Assert.All([empty, missing, wrong], run => Assert.Equal(1, run.ExitCode));
        Assert.Contains("migrate", Assert.Single(empty.Lines), StringComparison.Ordinal);
        Assert.Contains("nowhere", Assert.Single(missing.Lines), StringComparison.Ordinal);
        Assert.Contains("nowhere", Assert.Single(wrong.Lines), StringComparison.Ordinal);
    }

    /// <summary>Writers that each repeat a file until it is acknowledged; in their midst something happens, and all of them go on after it.</summary>
    private static async Task PutUntilAsync(TestAccount account, ConcurrentDictionary<string, byte[]> stored, Func<Task> meanwhile)
    {
        const int FilesBefore = 15;
        var round = stored.Count;
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var isOver = false;
        var writers = Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var number = 0; number < FilesBefore || !Volatile.Read(ref isOver); number++)
            {
                var path = $"/files/{round}-{writer}-{number}";
                var content = new byte[5_000];
                new Random(path.GetHashCode(StringComparison.Ordinal)).NextBytes(content);
                await PutAsync(account, path, content);
                stored[path] = content;
                if (stored.Count >= round + (Writers * FilesBefore / 2))
                {
                    reached.TrySetResult();
                }
            }
        })).ToList();

        await Task.WhenAny(reached.Task, Task.WhenAll(writers));
        await meanwhile();
        Volatile.Write(ref isOver, true);
        await Task.WhenAll(writers).WaitAsync(Limit);
    }

    private static async Task PutAsync(TestAccount account, string path, byte[] content)
    {
        var token = TestContext.Current.CancellationToken;
        while (true)
        {
            try
            {
                using var answer = await account.PutAsync(path, content, token);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }

                Assert.True((int)answer.StatusCode >= 500, $"PUT {path}: {(int)answer.StatusCode}");
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), token);
            }
        }
    }

    private static async Task AssertThereAsync(TestAccount account, ConcurrentDictionary<string, byte[]> stored)
    {
        foreach (var (path, content) in stored)
        {
            Assert.Equal(content, await account.LoadAsync(path));
        }
    }

    private static async Task<(int ExitCode, List<string> Lines)> RunAsync(params string[] arguments)
    {
        await using var running = RunningProgram.Start(Programs.Silo, arguments);
        var exitCode = await running.WaitAsync(Limit);
        return (exitCode, [.. running.Output.Split('\n').Where(line => line.Trim().Length > 0)]);
    }
}
