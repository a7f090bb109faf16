using System.Globalization;
using FileStorage.Tests.EndToEnd.Processes;

namespace FileStorage.Tests.Cluster;

/// <summary>
/// Three silos, PostgreSQL and Azurite, and faults in all of them: nothing that was acknowledged is lost. Longer:
/// FILESTORAGE_TEST_CLUSTER_SECONDS.
/// </summary>
public sealed class FaultTests
{
    private const int WriterCount = 6;
    private const string SiloKilled = "silo killed";

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("FILESTORAGE_TEST_CLUSTER_SECONDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? seconds
            : 60);

    /// <summary>How long a command may take that looks at everything there is: the longer the run, the more that is.</summary>
    internal static TimeSpan Patience => TimeSpan.FromMinutes(5) + Duration;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_acknowledged_is_lost_while_silos_are_killed_paused_and_cut_off_and_the_database_and_the_object_store_restart()
    {
        using var network = Network.TryMake(out var why);
        if (network is null)
        {
            TestContext.Current.SendDiagnosticMessage($"no link was cut: {why}");
        }

        await using var cluster = await RunningCluster.StartAsync(network, "SiloAndGateway", "SiloAndGateway", "SiloAndGateway");
        using var writers = await Writers.OpenAsync([.. cluster.Members.Select(member => member.Url)]);
        using var end = new CancellationTokenSource();
        var writing = writers.RunAsync(WriterCount, end.Token);
        await using var devices = new SyncedFolders([.. cluster.Members.Select(member => member.Url)], writers.Token);
        var random = new Random(5_005);
        var faults = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var longestOfKills = new List<long>();
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < Duration)
        {
            // Each kind in turn, so that a short run has them all.
            writers.TakeLongest();
            var fault = await StrikeAsync(cluster, writers, random, faults.Values.Sum());
            faults[fault] = faults.GetValueOrDefault(fault) + 1;
            devices.Edit(random);
            await MoreAsync(writers);
            if (fault == SiloKilled)
            {
                longestOfKills.Add(writers.TakeLongest());
            }
        }

        await end.CancelAsync();
        await writing;
        foreach (var member in cluster.Members)
        {
            await member.ReadyAsync();
        }

        TestContext.Current.SendDiagnosticMessage(
            $"faults: {string.Join(", ", faults.Select(fault => $"{fault.Key} {fault.Value}"))}; {writers.Acknowledged} acknowledged writes, "
            + $"the longest took {writers.LongestMilliseconds} ms; {writers.Failures.Count} failed; "
            + $"the longest request of each kill of a silo, in ms: {string.Join(' ', longestOfKills.Order())}");
        Assert.True(writers.Failures.Count == 0, string.Join('\n', writers.Failures));
        await writers.CheckAsync();
        var older = await devices.ComeToRestAsync();
        Assert.Equal(await writers.SumAsync() + older, await writers.UsedBytesAsync());
        using var folder = new TemporaryFolder();
        await new CommandLine(cluster.Members[0].Url, writers.Token, folder.Of("config.json")) { Limit = Patience }.RunAsync("admin", "check");
    }

    [Fact]
    public async Task A_rolling_restart_under_load_shows_no_failed_request_at_a_gateway_of_its_own()
    {
        await using var cluster = await RunningCluster.StartAsync("Silo", "Silo", "Gateway");
        using var writers = await Writers.OpenAsync([cluster.Members[^1].Url]);
        using var end = new CancellationTokenSource();
        var writing = writers.RunAsync(WriterCount, end.Token);
        foreach (var silo in cluster.Members.Take(2))
        {
            await MoreAsync(writers);
            Assert.Equal(0, await silo.StopAsync());
            await MoreAsync(writers);
            silo.Start();
            await silo.ReadyAsync();
        }

        await MoreAsync(writers);
        await end.CancelAsync();
        await writing;

        Assert.Empty(writers.Failures);
        await writers.CheckAsync();
    }

    // At most one of the three is away at any time.
    private static async Task<string> StrikeAsync(RunningCluster cluster, Writers writers, Random random, int turn)
    {
        var member = cluster.Members[random.Next(cluster.Members.Count)];
        switch (turn % 6)
        {
            case 0:
                cluster.Database.Kill();
                cluster.Database.Start();
                return "database killed";
            case 1:
                member.Pause();
                await Task.Delay(TimeSpan.FromSeconds(random.Next(1, 5)), Cancellation);
                member.GoOn();
                await RestartIfOutcastAsync(member);
                return "silo paused";
            case 2:
                using (writers.ExpectOutage())
                {
                    await cluster.Objects.StopAsync();
                    await Task.Delay(TimeSpan.FromMilliseconds(random.Next(3000)), Cancellation);
                    await cluster.Objects.StartAgainAsync();
                    await MoreAsync(writers);
                }

                return "object store restarted";
            case 3 when member.Host is { } host:
                host.Cut();
                await Task.Delay(TimeSpan.FromSeconds(random.Next(1, 6)), Cancellation);
                host.Mend();
                await RestartIfOutcastAsync(member);
                return "link cut";
            default:
                await member.KillAsync();
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1500)), Cancellation);
                member.Start();
                await member.ReadyAsync();
                return SiloKilled;
        }
    }

    // A silo that the others gave up while it was paused ends itself when it learns so, and a service manager starts it again.
    private static async Task RestartIfOutcastAsync(Member member)
    {
        if (await member.EndsOrServesAsync())
        {
            member.Start();
            await member.ReadyAsync();
        }
    }

    // The load goes on: what comes next strikes a cluster at work.
    private static Task MoreAsync(Writers writers)
    {
        var before = writers.Acknowledged;
        return Until.TrueAsync(() => writers.Acknowledged >= before + 50, () => $"only {writers.Acknowledged - before} writes after {before}");
    }
}
