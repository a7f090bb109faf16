using System.Globalization;
using System.Text.Json;
using FileStorage.Bench.Load;
using FileStorage.Bench.Load.Comparing;
using FileStorage.Bench.Load.Devices;
using FileStorage.Bench.Load.Open;

LoadOptions options;
try
{
    switch (args)
    {
        case ["open", .. var rest]:
            return await OpenRun.RunAsync(rest);
        case ["devices", .. var rest]:
            return await DevicesRun.RunAsync(rest);
        case ["compare", .. var rest]:
            return await CompareRun.RunAsync(rest);
        default:
            options = LoadOptions.Parse(args);
            break;
    }
}
catch (Exception problem) when (problem is FormatException or ArgumentException or OverflowException)
{
    Console.Error.WriteLine(problem.Message);
    Console.Error.WriteLine(string.Join("\n\n", LoadOptions.Usage, OpenOptions.Usage, DevicesOptions.Usage, ComparisonOptions.Usage));
    return 2;
}

using var hosted = options.InProcess ? new HostedServer() : null;
if (hosted is not null)
{
    await hosted.StartAsync();
    options = options with { Url = hosted.Url };
}

var report = await new LoadRun(options).RunAsync();
Console.Out.WriteLine(options.Json
    ? JsonSerializer.Serialize(report, ReportJsonContext.Default.Report)
    : string.Create(CultureInfo.InvariantCulture, $"""
        {report.Mode} of {report.FilesDone} files of {report.SizeBytes} bytes, {report.InFlight} in flight, HTTP/{report.Http}: {report.FilesPerSecond} files/s
          latency ms  p50 {report.LatencyMillisecondsP50}  p99 {report.LatencyMillisecondsP99}  p99.9 {report.LatencyMillisecondsP999}
          CPU ms/file  server {report.ServerCpuMillisecondsPerFile}  client {report.ClientCpuMillisecondsPerFile}   server peak {report.ServerPeakMegabytes} MB
          refused requests {report.RequestsRefused} (first status {report.FirstRefusal})   allocated bytes/file {report.AllocatedBytesPerFile}
        """));
return report.RequestsRefused == 0 ? 0 : 1;
