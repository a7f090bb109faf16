using System.Globalization;
using FileStorage.Core.Capacity;

namespace FileStorage.Tests.Core.Tests.Capacity;

public sealed class CapacityPlanTests
{
    [Fact]
    public void The_defaults_give_the_figures_of_the_seed()
    {
        var plan = CapacityPlan.Of(new CapacityInputs());

        Assert.Equal("100,000,000,000", Show(plan.Files, 0));
        Assert.Equal("190,734.86", Show(plan.RawTerabytes, 2));
        Assert.Equal("114,440.92", Show(plan.StoredTerabytes, 2));
        Assert.Equal("11,574", Show(plan.SyncsPerSecond, 0));
        Assert.Equal("185.19", Show(plan.GigabitsPerSecond, 2));
        Assert.Equal("555.56", Show(plan.PeakGigabitsPerSecond, 2));
        Assert.Equal("95,367.43", Show(plan.MetadataGigabytes, 2));
        Assert.Equal("60,000,000", Show(plan.Connections, 0));
        Assert.Equal("1,200", Show(plan.Gateways, 0));
    }

    [Fact]
    public void What_was_measured_is_told_beside_it()
    {
        var plan = CapacityPlan.Of(new CapacityInputs());

        Assert.Equal("86,799.26", Show(plan.MeasuredMetadataGigabytes, 2));
        Assert.Equal(87, plan.Shards);
        Assert.Equal("120,000,000,000", Show(plan.Chunks, 0));
        Assert.True(plan.Silos * 16 * 0.5 >= plan.PeakCores);
    }

    [Fact]
    public void Small_files_are_a_chunk_each()
    {
        var plan = CapacityPlan.Of(new CapacityInputs { Users = 10, FilesPerUser = 100, FileMegabytes = 0.01, Deduplicated = 0 });

        Assert.Equal(1000, plan.Chunks);
    }

    private static string Show(double value, int decimals) => value.ToString($"N{decimals}", CultureInfo.InvariantCulture);
}
