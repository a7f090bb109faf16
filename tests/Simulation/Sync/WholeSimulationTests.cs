namespace FileStorage.Tests.Simulation.Sync;

/// <summary>Several devices, their engines, and the service they talk to, gateway and grains, in one seeded world in which all of them fail.</summary>
public sealed class WholeSimulationTests(ITestOutputHelper output)
{
    /// <summary>Seeds of one CI run; each takes a fifth of a second, on a busy machine a half.</summary>
    private const int DefaultSeeds = 250;

    [Fact]
    public void Devices_and_service_agree_and_nothing_saved_is_lost_whatever_fails() =>
        SeededRuns.Run(output, DefaultSeeds, seed => SimulatedSync.RunService(seed, WorldFaults.All));

    [Fact]
    public void They_agree_without_faults_too()
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            SimulatedSync.RunService(seed, WorldFaults.None);
        }
    }

    [Fact]
    public void A_seed_replays_exactly() =>
        Assert.Equal(SimulatedSync.RunService(42, WorldFaults.All), SimulatedSync.RunService(42, WorldFaults.All));
}
