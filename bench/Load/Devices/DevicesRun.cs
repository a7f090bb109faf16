using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using FileStorage.Bench.Load.Accounts;
using FileStorage.Bench.Load.Measuring;
using FileStorage.Bench.Load.Open;
using FileStorage.Bench.Load.Servers;

namespace FileStorage.Bench.Load.Devices;

/// <summary>Many devices that do nothing but listen, and changes in some of their drives meanwhile.</summary>
internal sealed class DevicesRun(DevicesOptions options)
{
    private const int WarmDevices = 64;
    private const int WarmChanges = 200;

    private static readonly TimeSpan HearingPatience = TimeSpan.FromSeconds(10);

    private readonly FileBody _body = new(options.SizeBytes, Stopwatch.GetTimestamp());
    private int _files;

    /// <summary>The exit status: 0 where no device was lost and all were told.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var options = DevicesOptions.Parse(arguments);
        var report = await new DevicesRun(options).RunAsync();
        Console.Out.WriteLine(options.Json ? JsonSerializer.Serialize(report, ReportJsonContext.Default.DevicesReport) : Text(report));
        return report is { NotHeard: 0, Lost: 0, ChangesFailed: 0 } ? 0 : 1;
    }

    private async Task<DevicesReport> RunAsync()
    {
        var drives = (options.Devices + options.OfEach - 1) / options.OfEach;
        using var folder = new ScratchFolder();
        IReadOnlyList<LoadAccount> accounts;
        IReadOnlyList<LoadAccount> warm;
        await using (var silo = await EmbeddedSilo.StartAsync(folder.Path, []))
        {
            accounts = await LoadAccounts.MakeAsync(silo.Grains, drives, options.OfEach);
            warm = await LoadAccounts.MakeAsync(silo.Grains, WarmDevices, 1);
        }

        using var server = await ServerProgram.StartAsync(options.Server, folder.Path, options.Settings);
        var meter = new ProcessMeter(server.Id);
        await WarmUpAsync(server, warm);
        var before = meter.ResidentBytes();

        var hearing = new Hearing(drives);
        using var crowd = new DeviceCrowd(server.Url, accounts, hearing);
        var began = Stopwatch.GetTimestamp();
        await crowd.ConnectAsync();
        var connected = Stopwatch.GetElapsedTime(began);
        var (cpu, settling) = (meter.CpuTime(), Stopwatch.GetTimestamp());
        await Task.Delay(options.Settle);
        var idle = (meter.CpuTime() - cpu) / Stopwatch.GetElapsedTime(settling);
        var resident = meter.ResidentBytes();
        var puts = new LatencyHistogram();
        var failed = await ChangeAsync(server, accounts, hearing, puts, options.Changes, options.Rate);
        var after = meter.ResidentBytes();
        return new DevicesReport
        {
            Devices = drives * options.OfEach,
            Drives = drives,
            ConnectSeconds = Math.Round(connected.TotalSeconds, 1),
            ResidentMegabytesBefore = Math.Round(before / 1e6, 1),
            ResidentMegabytesIdle = Math.Round(resident / 1e6, 1),
            ResidentMegabytesAfter = Math.Round(after / 1e6, 1),
            ResidentKilobytesPerDevice = Math.Round((Math.Max(resident, after) - before) / 1024.0 / (drives * options.OfEach), 2),
            IdleCpuPercent = Math.Round(idle * 100, 1),
            Changes = options.Changes,
            ChangesFailed = failed,
            Heard = Percentiles.Of(hearing.Latency),
            Put = Percentiles.Of(puts),
            NotHeard = hearing.Waiting,
            Lost = crowd.Lost,
        };
    }

    // What the first devices and files cost once (compiling, buffers, connections to the database) is no device's.
    private async Task WarmUpAsync(ServerProgram server, IReadOnlyList<LoadAccount> accounts)
    {
        var hearing = new Hearing(accounts.Count);
        using (var crowd = new DeviceCrowd(server.Url, accounts, hearing))
        {
            await crowd.ConnectAsync();
            await ChangeAsync(server, accounts, hearing, new LatencyHistogram(), WarmChanges, WarmChanges / 5.0);
        }

        await Task.Delay(options.Settle / 4);
    }

    // One at a time, so that no change waits for another: it is the way to the devices that is measured.
    private async Task<long> ChangeAsync(
        ServerProgram server, IReadOnlyList<LoadAccount> accounts, Hearing hearing, LatencyHistogram puts, int changes, double rate)
    {
        var arrivals = new PoissonArrivals(rate, options.Seed);
        var random = new Random(options.Seed);
        long failed = 0;
        using var connection = new Http1Connection(server.Url, [.. accounts.Select(account => account.Tokens[0])]);
        var began = Stopwatch.GetTimestamp();
        for (var change = 0; change < changes; change++)
        {
            var wait = arrivals.Next() - Stopwatch.GetElapsedTime(began);
            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
            var drive = random.Next(accounts.Count);
            var number = _files++;
            var request = new LoadRequest("PUT", string.Create(CultureInfo.InvariantCulture, $"/api/v1/content/change-{number}.bin"), null, _body.Memory(number));
            hearing.Sent(drive);
            var sent = Stopwatch.GetTimestamp();
            failed += connection.Exchange(request, out _, drive) is 200 or 201 ? 0 : 1;
            puts.Add(Stopwatch.GetElapsedTime(sent));
        }

        using var patience = new CancellationTokenSource(HearingPatience);
        while (hearing.Waiting > 0 && !patience.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }

        return failed;
    }

    private static string Text(DevicesReport report) => string.Create(CultureInfo.InvariantCulture, $"""
        {report.Devices} devices of {report.Drives} drives, connected in {report.ConnectSeconds} s, {report.Lost} lost
          resident MB  before {report.ResidentMegabytesBefore}  idle {report.ResidentMegabytesIdle}  after the changes {report.ResidentMegabytesAfter}:  {report.ResidentKilobytesPerDevice} KB a device
          CPU when idle {report.IdleCpuPercent} % of a core
          {report.Changes} changes ({report.ChangesFailed} failed), told {report.Heard.Count} times, not told {report.NotHeard}
          ms from sending to being told  {report.Heard}
          ms from sending to the answer  {report.Put}
        """);
}
