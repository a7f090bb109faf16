using System.Globalization;
using System.Text.Json;
using FileStorage.Bench.Load.Devices;
using FileStorage.Bench.Load.Direct;
using FileStorage.Bench.Load.Http;
using FileStorage.Bench.Load.Measuring;

namespace FileStorage.Bench.Load.Open;

/// <summary>Load with arrivals of its own: makes what it needs, warms the server up, runs, and tells.</summary>
internal sealed class OpenRun(OpenOptions options)
{
    private static readonly TimeSpan HearingPatience = TimeSpan.FromSeconds(5);

    /// <summary>The exit status: 0 where everything went well.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var options = OpenOptions.Parse(arguments);
        var report = await new OpenRun(options).RunAsync();
        Console.Out.WriteLine(options.Json ? JsonSerializer.Serialize(report, ReportJsonContext.Default.OpenReport) : Text(report));
        return report is { Failed: 0, Dropped: 0 } ? 0 : 1;
    }

    private async Task<OpenReport> RunAsync()
    {
        var hearing = new Hearing(options.Drives);
        await using ILoadTarget target = options.Direct ? new DirectTarget(options) : new HttpTarget(options);
        await target.PrepareAsync(options.Mix is Mix.Devices ? options.Devices : 0, hearing);
        var loop = new OpenLoop(options, target.NewOperation);
        loop.Run(options.WarmUp, options.Seed + 1);
        await WaitAsync(hearing);
        hearing.Forget();
        GC.Collect();
        target.Server?.ResetPeak();
        var cpu = target.Server?.CpuTime();

        var tally = loop.Run(options.Duration, options.Seed);

        cpu = target.Server?.CpuTime() - cpu;
        await WaitAsync(hearing);
        var failed = tally.Errors.Values.Sum();
        var latency = Percentiles.Of(tally.Latency);
        return new OpenReport
        {
            Mix = Enum.GetName(options.Mix)!,
            Door = options.Direct ? "grains" : "http",
            RatePerSecond = options.Rate,
            Drives = options.Drives,
            Seed = options.Seed,
            Seconds = Math.Round(tally.Elapsed.TotalSeconds, 3),
            Arrived = tally.Latency.Count + tally.Dropped,
            Done = tally.Latency.Count - failed,
            DonePerSecond = Math.Round((tally.Latency.Count - failed) / tally.Elapsed.TotalSeconds, 1),
            Failed = failed,
            Errors = tally.Errors,
            Late = tally.Late,
            Dropped = tally.Dropped,
            LatencyMillisecondsP50 = latency.P50,
            LatencyMillisecondsP90 = latency.P90,
            LatencyMillisecondsP99 = latency.P99,
            LatencyMillisecondsP999 = latency.P999,
            LatencyMillisecondsMax = latency.Max,
            GeneratorLagMillisecondsP99 = Percentiles.Of(tally.GeneratorLag).P99,
            OfKinds = tally.OfKinds.ToDictionary(pair => Enum.GetName(pair.Key)!, pair => Percentiles.Of(pair.Value)),
            Heard = hearing.Latency.Count > 0 ? Percentiles.Of(hearing.Latency) : null,
            NotHeard = options.Mix is Mix.Devices ? hearing.Waiting : null,
            ServerCpuMillisecondsPerOperation = cpu is { } used ? Math.Round(used.TotalMilliseconds / Math.Max(1, tally.Latency.Count), 4) : null,
            ServerPeakMegabytes = target.Server is { } server ? Math.Round(server.PeakResidentBytes() / 1e6, 1) : null,
        };
    }

    // The last changes are on their way when the last answer has come.
    private static async Task WaitAsync(Hearing hearing)
    {
        using var patience = new CancellationTokenSource(HearingPatience);
        while (hearing.Waiting > 0 && !patience.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }

    private static string Text(OpenReport report) => string.Create(CultureInfo.InvariantCulture, $"""
        {report.Mix} through {report.Door}, {report.RatePerSecond} a second asked over {report.Drives} drives: {report.DonePerSecond} a second done
          arrived {report.Arrived}  done {report.Done}  failed {report.Failed}  late {report.Late}  dropped {report.Dropped}
          errors  {(report.Errors.Count == 0 ? "none" : string.Join(", ", report.Errors.Select(pair => $"{pair.Key}: {pair.Value}")))}
          latency ms from the moment of arrival  p50 {report.LatencyMillisecondsP50}  p90 {report.LatencyMillisecondsP90}  p99 {report.LatencyMillisecondsP99}  p99.9 {report.LatencyMillisecondsP999}  max {report.LatencyMillisecondsMax}
        {string.Join('\n', report.OfKinds.Select(pair => $"    {pair.Key}: {pair.Value.Count} times, {pair.Value}"))}
          until devices were told, ms  {report.Heard?.ToString() ?? "no devices"}   not told {report.NotHeard}
          generator's own lag ms p99 {report.GeneratorLagMillisecondsP99}   server CPU ms each {report.ServerCpuMillisecondsPerOperation}  peak {report.ServerPeakMegabytes} MB
        """);
}
