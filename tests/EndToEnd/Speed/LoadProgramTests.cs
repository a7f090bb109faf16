using System.Text.Json;
using FileStorage.Tests.EndToEnd.Processes;

namespace FileStorage.Tests.EndToEnd.Speed;

/// <summary>The load generator itself, through each of its doors: little load, no figures, but nothing may fail or be lost.</summary>
public sealed class LoadProgramTests
{
    private static readonly string[] Little = ["--rate", "40", "--seconds", "1", "--warm-up", "0.2", "--drives", "3", "--outstanding", "16", "--large-size", "100000"];

    [Theory]
    [InlineData("small")]
    [InlineData("mixed")]
    [InlineData("hot-chunk")]
    [InlineData("devices")]
    public async Task Load_reaches_the_grains_directly_and_the_gateway_over_HTTP(string mix)
    {
        foreach (var door in new string[][] { ["--direct"], ["--server", Programs.Silo] })
        {
            var report = await RunAsync(["open", "--mix", mix, "--devices", "9", "--json", .. door, .. Little]);

            Assert.Equal(report.GetProperty("arrived").GetInt64(), report.GetProperty("done").GetInt64());
            Assert.True(report.GetProperty("done").GetInt64() > 0);
            Assert.Equal(mix == "devices", report.TryGetProperty("heard", out _));
        }
    }

    [Fact]
    public async Task Devices_on_WebSockets_are_told_of_every_change()
    {
        var report = await RunAsync(
            ["devices", "--server", Programs.Silo, "--devices", "30", "--of-each", "3", "--settle", "0", "--changes", "20", "--rate", "100", "--json"]);

        Assert.Equal(30, report.GetProperty("devices").GetInt32());
        Assert.Equal(0, report.GetProperty("notHeard").GetInt32());
        Assert.Equal(0, report.GetProperty("lost").GetInt32());
        Assert.True(report.GetProperty("heard").GetProperty("count").GetInt64() >= 3);
    }

    [Fact]
    public async Task Two_settings_are_compared_in_one_run()
    {
        await using var load = RunningProgram.Start(
            Programs.Load,
            [
                "compare", "--rounds", "1", "--both", "open --direct --mix hot-drive " + string.Join(' ', Little),
                "--a", "--seed 1", "--b", "--seed 1 --setting Audit:KeepDays=30",
            ]);

        Assert.True(await load.WaitAsync(TimeSpan.FromMinutes(2)) == 0, load.Output);
        Assert.Contains(load.Lines, line => line.StartsWith("latencyMillisecondsP999 ", StringComparison.Ordinal));
        Assert.Contains(load.Lines, line => line.StartsWith("donePerSecond ", StringComparison.Ordinal));
    }

    private static async Task<JsonElement> RunAsync(string[] arguments)
    {
        await using var load = RunningProgram.Start(Programs.Load, arguments);
        Assert.True(await load.WaitAsync(TimeSpan.FromMinutes(2)) == 0, load.Output);
        return JsonDocument.Parse(load.Lines.Last(line => line.StartsWith('{'))).RootElement;
    }
}
