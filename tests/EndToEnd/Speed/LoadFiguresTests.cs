using System.Text.Json;
using FileStorage.Bench.Load.Comparing;
using FileStorage.Bench.Load.Devices;

namespace FileStorage.Tests.EndToEnd.Speed;

/// <summary>What the load generator makes of what it saw.</summary>
public sealed class LoadFiguresTests
{
    [Fact]
    public void A_comparison_takes_the_median_of_each_side_and_B_by_A()
    {
        var comparison = new Comparison();
        foreach (var (a, b) in new[] { (10, 30), (1000, 20), (11, 22) })
        {
            comparison.Add(Side.A, Report(a));
            comparison.Add(Side.B, Report(b));
        }

        Assert.Equal(11, comparison.Median(Side.A, "rate"));
        Assert.Equal(22, comparison.Median(Side.B, "rate"));
        Assert.Equal(2, comparison.Ratio("rate"));
        Assert.Null(comparison.Ratio("failed"));
        Assert.Null(comparison.Median(Side.A, "name"));
        Assert.Contains("10 1000 11 | 30 20 22", comparison.ToTable(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_is_told_once_has_heard_of_all_changes_so_far_and_only_of_its_drive()
    {
        var hearing = new Hearing(drives: 2);
        hearing.Sent(0);
        var first = hearing.Join(0);
        var second = hearing.Join(0);
        var elsewhere = hearing.Join(1);

        // What changed before they joined, and what is told without a change, is nothing to be measured.
        hearing.Heard(first);
        Assert.Equal((0, 0L), (hearing.Waiting, hearing.Latency.Count));

        hearing.Sent(0);
        hearing.Sent(0);
        Assert.Equal(2, hearing.Waiting);
        hearing.Heard(first);
        hearing.Heard(first);
        hearing.Heard(elsewhere);
        Assert.Equal((1, 1L), (hearing.Waiting, hearing.Latency.Count));
        hearing.Heard(second);
        Assert.Equal((0, 2L), (hearing.Waiting, hearing.Latency.Count));

        hearing.Forget();
        Assert.Equal(0, hearing.Latency.Count);
    }

    private static JsonElement Report(int rate) =>
        JsonDocument.Parse($$"""{"name":"x","rate":{{rate}},"failed":0}""").RootElement;
}
