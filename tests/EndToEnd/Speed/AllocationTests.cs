using System.Text.Json;
using FileStorage.Tests.EndToEnd.Processes;

namespace FileStorage.Tests.EndToEnd.Speed;

/// <summary>
/// Bytes allocated for one file are stable where times are not. Who raises them knowingly writes the new figure into bench/allocations.json;
/// a figure that fell is written down too, so that it cannot creep back.
/// </summary>
public sealed class AllocationTests
{
    [Theory]
    [InlineData("put")]
    [InlineData("batch")]
    [InlineData("get")]
    public async Task The_server_allocates_no_more_per_file_than_was_recorded(string mode)
    {
        var recorded = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Programs.Root, "bench", "allocations.json"), TestContext.Current.CancellationToken)).RootElement;
        var expected = recorded.GetProperty("bytesPerFile").GetProperty(mode).GetDouble();
        var tolerance = expected * recorded.GetProperty("toleranceShare").GetDouble();

        await using var load = RunningProgram.Start(
            Programs.Load, ["--in-process", "--mode", mode, "--files", "6000", "--warm-up", "6000", "--in-flight", "16", "--json"]);
        var exitCode = await load.WaitAsync(TimeSpan.FromMinutes(3));

        Assert.True(exitCode == 0, load.Output);
        var report = JsonDocument.Parse(load.Lines.Last(line => line.StartsWith('{'))).RootElement;
        var measured = report.GetProperty("allocatedBytesPerFile").GetDouble();
        Console.Out.WriteLine($"    {mode}: {measured:F0} bytes allocated per file (recorded {expected:F0})");
        Assert.InRange(measured, 1, expected + tolerance);
    }
}
