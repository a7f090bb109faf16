namespace FileStorage.Tests.Simulation.Sync;

/// <summary>Several devices and a model of the drive: quick, so that many seeds look into the engine.</summary>
public sealed class SyncSimulationTests(ITestOutputHelper output)
{
    /// <summary>Seeds of one CI run; FILESTORAGE_SEEDS runs as many as one likes, FILESTORAGE_SEED one in particular.</summary>
    private const int DefaultSeeds = 2000;

    private const int MergingSeeds = 500;

    /// <summary>Seeds that once failed, kept as a list that only grows.</summary>
    public static TheoryData<ulong> FormerFailures => [1001, 1039, 1062, 1073, 1154, 1408, 1557, 1999, 2161, 3887, 4930];

    [Theory]
    [MemberData(nameof(FormerFailures))]
    public void A_seed_that_once_failed_stays_mended(ulong seed) => SimulatedSync.Run(seed, WorldFaults.All);

    [Fact]
    public void All_devices_agree_and_nothing_saved_is_lost_whatever_fails() =>
        SeededRuns.Run(output, DefaultSeeds, seed => SimulatedSync.Run(seed, WorldFaults.All));

    [Fact]
    public void Devices_that_merge_text_agree_and_no_line_is_lost_whatever_fails() =>
        SeededRuns.Run(output, MergingSeeds, seed => SimulatedSync.RunMerging(seed, WorldFaults.All));

    [Fact]
    public void Devices_agree_without_faults_too()
    {
        for (ulong seed = 1; seed <= 200; seed++)
        {
            try
            {
                SimulatedSync.Run(seed, WorldFaults.None);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Seed {seed} failed without faults.", exception);
            }
        }
    }

    [Fact]
    public void A_seed_replays_exactly() =>
        Assert.Equal(SimulatedSync.Run(42, WorldFaults.All), SimulatedSync.Run(42, WorldFaults.All));
}
