using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded.Simulation;

namespace FileStorage.Tests.Simulation.Scheduling;

public sealed class SchedulingTests
{
    [Fact]
    public void Counters_count_each_operation_once_whatever_strikes()
    {
        var struck = new HashSet<string>();
        for (ulong seed = 1; seed <= 100; seed++)
        {
            var run = new CounterRun(seed);

            Assert.True(run.Expected.SequenceEqual(run.Actual), $"Seed {seed}: expected {string.Join(' ', run.Expected)}, found {string.Join(' ', run.Actual)}.");
            struck.UnionWith(run.FaultCounts.Keys);
        }

        Assert.Superset(
            new HashSet<string>
            {
                "lost request", "lost reply", "repeated request", "delayed request", "killed silo",
                "split grain", "failed store call", "unknown store outcome", "slow store call",
            },
            struck);
    }

    [Fact]
    public void A_counter_without_operation_ids_is_found_out()
    {
        var wrong = Enumerable.Range(1, 20).Count(seed =>
        {
            var run = new CounterRun((ulong)seed, careless: true);
            return !run.Expected.SequenceEqual(run.Actual);
        });

        Assert.InRange(wrong, 1, 20);
    }

    [Fact]
    public void The_same_seed_makes_the_same_run_and_another_seed_another()
    {
        var first = new CounterRun(seed: 42);
        var again = new CounterRun(seed: 42);
        var other = new CounterRun(seed: 43);

        Assert.Equal(first.TraceHash, again.TraceHash);
        Assert.Equal(first.Steps, again.Steps);
        Assert.Equal(first.FaultCounts, again.FaultCounts);
        Assert.NotEqual(first.TraceHash, other.TraceHash);
    }

    [Fact]
    public void A_turn_that_leaves_the_thread_is_caught_and_names_its_grain()
    {
        var elsewhere = Assert.Throws<SimulationException>(() => RunEscaping(grain => grain.RunElsewhereAsync()));
        var asleep = Assert.Throws<SimulationException>(() => RunEscaping(grain => grain.SleepInRealTimeAsync()));

        Assert.Contains("simulation.escaping/runaway", elsewhere.Message, StringComparison.Ordinal);
        Assert.Contains("simulation.escaping/runaway", asleep.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_workload_that_waits_for_nothing_is_told_so()
    {
        var cluster = Calm();

        var stuck = Assert.Throws<SimulationException>(() => cluster.Run(() => new TaskCompletionSource().Task));

        Assert.Contains("not complete", stuck.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Virtual_time_passes_at_once()
    {
        var cluster = Calm();
        var before = cluster.Clock.GetUtcNow();

        cluster.Run(() => Task.Delay(TimeSpan.FromHours(20), cluster.Clock));

        Assert.Equal(TimeSpan.FromHours(20), cluster.Clock.GetUtcNow() - before);
    }

    private static void RunEscaping(Func<IEscapingGrain, Task> call)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var cluster = Calm(silo => silo.Services.AddSingleton(gate));
        cluster.Run(async () =>
        {
            var running = call(cluster.Client.GetGrain<IEscapingGrain>("runaway"));
            await Task.Delay(TimeSpan.FromSeconds(1), cluster.Clock);
            gate.SetResult();
            await running;
        });
    }

    private static SimulatedCluster Calm(Action<ISiloBuilder>? configure = null) => new(new SimulationOptions
    {
        Seed = 1,
        ConfigureSilo = silo =>
        {
            silo.AddMemoryGrainStorage("documents");
            configure?.Invoke(silo);
        },
    });
}
