using System.Globalization;

namespace FileStorage.Tests.Simulation.Sync;

public sealed class SyncSimulationTests(ITestOutputHelper output)
{
    /// <summary>Seeds of one CI run; FILESTORAGE_SEEDS runs as many as one likes, FILESTORAGE_SEED one in particular.</summary>
    private const int DefaultSeeds = 2000;

    /// <summary>Seeds that once failed, kept as a list that only grows.</summary>
    public static TheoryData<ulong> FormerFailures => [1001, 1039, 1062, 1073, 1408, 1557, 1999, 3887, 4930];

    [Theory]
    [MemberData(nameof(FormerFailures))]
    public void A_seed_that_once_failed_stays_mended(ulong seed) => SimulatedSync.Run(seed, WorldFaults.All);

    [Fact]
    public void All_devices_agree_and_nothing_saved_is_lost_whatever_fails()
    {
        var first = Setting("FILESTORAGE_SEED") ?? 1000;
        var count = Setting("FILESTORAGE_SEED") is null ? (int)(Setting("FILESTORAGE_SEEDS") ?? DefaultSeeds) : 1;
        if (count == 1)
        {
            SyncWorld.Trace = output.WriteLine;
        }

        long saved = 0;
        long faults = 0;
        for (var seed = first; seed < first + (ulong)count; seed++)
        {
            try
            {
                var result = SimulatedSync.Run(seed, WorldFaults.All);
                saved += result.Saved;
                faults += result.Faults;
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Seed {seed} failed; FILESTORAGE_SEED={seed} runs it alone.", exception);
            }
        }

        output.WriteLine($"{count} seeds, {saved} contents kept, {faults} faults");
        Assert.True(saved > 0 && faults > 0, "The simulation did nothing.");
    }

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

    private static ulong? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? ulong.Parse(text, CultureInfo.InvariantCulture) : null;
}
