using System.Globalization;

namespace FileStorage.Tests.Simulation.Sharing;

public sealed class SharingSimulationTests(ITestOutputHelper output)
{
    /// <summary>Seeds of one CI run; FILESTORAGE_SEEDS runs as many as one likes, FILESTORAGE_SEED one in particular.</summary>
    private const int DefaultSeeds = 150;

    [Fact]
    public void Nobody_sees_or_changes_what_was_not_shared_whatever_fails()
    {
        var first = Setting("FILESTORAGE_SEED") ?? 1000;
        var count = Setting("FILESTORAGE_SEED") is null ? (int)(Setting("FILESTORAGE_SEEDS") ?? DefaultSeeds) : 1;
        var total = new SharingResult(0, 0, 0);
        for (var seed = first; seed < first + (ulong)count; seed++)
        {
            try
            {
                total += SharingRun.Run(seed);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Seed {seed} failed; FILESTORAGE_SEED={seed} runs it alone.", exception);
            }
        }

        output.WriteLine($"{count} seeds, {total.Compared} entries compared, {total.Done} acts done and {total.Refused} refused");
        Assert.True(total is { Compared: > 0, Done: > 0, Refused: > 0 }, "The simulation did nothing.");
    }

    private static ulong? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? ulong.Parse(text, CultureInfo.InvariantCulture) : null;
}
