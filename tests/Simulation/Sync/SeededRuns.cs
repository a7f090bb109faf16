using System.Globalization;

namespace FileStorage.Tests.Simulation.Sync;

/// <summary>Runs one seed after the other: as many as a test wants, FILESTORAGE_SEEDS of them, or FILESTORAGE_SEED alone with a trace.</summary>
internal static class SeededRuns
{
    private const ulong FirstSeed = 1000;

    public static void Run(ITestOutputHelper output, int defaultSeeds, Func<ulong, SyncRunResult> run)
    {
        var only = Setting("FILESTORAGE_SEED");
        var first = only ?? FirstSeed;
        var count = only is null ? Setting("FILESTORAGE_SEEDS") ?? (ulong)defaultSeeds : 1;
        SyncWorld.Trace = count == 1 ? output.WriteLine : null;

        long saved = 0;
        long faults = 0;
        for (var seed = first; seed < first + count; seed++)
        {
            try
            {
                var result = run(seed);
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

    private static ulong? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? ulong.Parse(text, CultureInfo.InvariantCulture) : null;
}
