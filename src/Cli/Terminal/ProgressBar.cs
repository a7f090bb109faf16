using System.Globalization;
using Spectre.Console;

namespace FileStorage.Cli.Terminal;

/// <summary>Shows a transfer as a bar on standard error. A file of its own, so that Spectre is only loaded where there is a bar.</summary>
internal static class ProgressBar
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether there is a terminal to show a bar on.</summary>
    public static bool IsPossible(Output output) => !output.Json && !Console.IsErrorRedirected && !Console.IsOutputRedirected;

    /// <summary>Runs the work beside the bar and passes on what it throws.</summary>
    public static Task RunAsync(TransferReport report, string verb, Func<Task> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress()
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask(verb, maxValue: 1);
                var running = work();
                while (await Task.WhenAny(running, Task.Delay(Interval, TimeProvider.System)) != running)
                {
                    bar.MaxValue = Math.Max(1, report.FoundBytes);
                    bar.Value = Math.Min(report.MovedBytes, bar.MaxValue);
                    bar.Description = string.Create(
                        CultureInfo.InvariantCulture, $"{verb} {report.DoneFiles:N0} of {report.FoundFiles:N0} files");
                }

                await running;
                bar.Value = bar.MaxValue;
            });
    }
}
