using System.Diagnostics;
using FileStorage.Cli.Sessions;
using FileStorage.Cli.Terminal;

namespace FileStorage.Cli.Commands;

/// <summary>Runs a transfer under a progress bar where there is a terminal, and sums it up.</summary>
internal static class Transferring
{
    /// <summary>The exit status.</summary>
    public static async Task<int> RunAsync(CommandContext context, string verb, string past, Func<TransferReport, Task> work)
    {
        var output = context.Output;
        var bar = ProgressBar.IsPossible(output);
        var report = new TransferReport(output, quiet: bar);
        var started = Stopwatch.GetTimestamp();
        try
        {
            await (bar ? ShowAsync(report, verb, work) : work(report));
        }
        finally
        {
            if (!output.Json)
            {
                output.Note(report.Summary(past, Stopwatch.GetElapsedTime(started)));
            }
        }

        return report.Failures == 0 ? ExitStatus.Done : ExitStatus.Failed;
    }

    private static Task ShowAsync(TransferReport report, string verb, Func<TransferReport, Task> work) =>
        ProgressBar.RunAsync(report, verb, () => work(report));
}
