using System.Globalization;

namespace FileStorage.Tests.Simulation.Service;

public sealed class ServiceSimulationTests(ITestOutputHelper output)
{
    /// <summary>Seeds of one CI run; FILESTORAGE_SEEDS runs as many as one likes, FILESTORAGE_SEED one in particular.</summary>
    private const int DefaultSeeds = 200;

    /// <summary>Seeds that once failed, kept as a list that only grows.</summary>
    public static TheoryData<ulong> FormerFailures => [1003, 1010, 1027, 1043, 1066, 2049, 2335];

    [Theory]
    [MemberData(nameof(FormerFailures))]
    public void A_seed_that_once_failed_stays_mended(ulong seed)
    {
        ServiceRun.Run(seed, ServiceWorld.AllFaults);
    }

    [Fact]
    public void Nothing_acknowledged_is_lost_whatever_fails()
    {
        var first = Setting("FILESTORAGE_SEED") ?? 1000;
        var count = Setting("FILESTORAGE_SEED") is null ? (int)(Setting("FILESTORAGE_SEEDS") ?? DefaultSeeds) : 1;
        long saved = 0;
        long faults = 0;
        for (var seed = first; seed < first + (ulong)count; seed++)
        {
            try
            {
                var result = ServiceRun.Run(seed, ServiceWorld.AllFaults);
                saved += result.SavedVersions;
                faults += result.Faults;
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Seed {seed} failed; FILESTORAGE_SEED={seed} runs it alone.", exception);
            }
        }

        output.WriteLine($"{count} seeds, {saved} versions acknowledged, {faults} faults");
        Assert.True(saved > 0 && faults > 0, "The simulation did nothing.");
    }

    [Fact]
    public void A_seed_replays_exactly()
    {
        Assert.Equal(ServiceRun.Run(42, ServiceWorld.AllFaults), ServiceRun.Run(42, ServiceWorld.AllFaults));
        Assert.NotEqual(ServiceRun.Run(42, ServiceWorld.AllFaults).TraceHash, ServiceRun.Run(43, ServiceWorld.AllFaults).TraceHash);
    }

    private static ulong? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? ulong.Parse(text, CultureInfo.InvariantCulture) : null;
}
