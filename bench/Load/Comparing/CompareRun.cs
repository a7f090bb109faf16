using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace FileStorage.Bench.Load.Comparing;

/// <summary>Two builds or settings in one invocation, in turn: what else goes on on the machine meets both.</summary>
internal sealed class CompareRun(ComparisonOptions options)
{
    /// <summary>The exit status: 0 where every run went well.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var run = new CompareRun(ComparisonOptions.Parse(arguments));
        return await run.RunAsync() ? 0 : 1;
    }

    private async Task<bool> RunAsync()
    {
        var comparison = new Comparison();
        var isWell = true;
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var (side, program, own) in new[] { (Side.A, options.LoadA, options.A), (Side.B, options.LoadB, options.B) })
            {
                var (report, status) = await MeasureAsync(program, [.. options.Both, .. own, "--json"]);
                comparison.Add(side, report);
                isWell &= status == 0;
                await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"round {round + 1}, {side}: exit status {status}"));
            }
        }

        Console.Out.WriteLine(comparison.ToTable());
        return isWell;
    }

    private static async Task<(JsonElement Report, int Status)> MeasureAsync(string program, IReadOnlyList<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException($"{program} does not start.");
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var line = output.Split('\n').LastOrDefault(line => line.StartsWith('{'))
            ?? throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} gave no report, exit status {process.ExitCode}.");
        using var report = JsonDocument.Parse(line);
        return (report.RootElement.Clone(), process.ExitCode);
    }
}
