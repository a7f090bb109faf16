using FileStorage.Grains.Interfaces.Maintenance;
using Microsoft.Extensions.Options;

namespace FileStorage.Silo.Collecting;

/// <summary>Runs the collector now and then, a step at a time, so that a stop waits for one step at most.</summary>
internal sealed partial class Collection(
    IGrainFactory grains, TimeProvider clock, IOptions<CollectionOptions> options, ILogger<Collection> logger) : BackgroundService
{
    /// <summary>A server that never runs for long collects all the same, and what a crash left is finished soon.</summary>
    private static readonly TimeSpan LongestFirstPause = TimeSpan.FromMinutes(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = TimeSpan.FromMinutes(options.Value.EveryMinutes);
        var next = pause < LongestFirstPause ? pause : LongestFirstPause;
        while (pause > TimeSpan.Zero && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                // Servers that were started together must not all collect together.
                await Task.Delay(next * (0.9 + (0.2 * Random.Shared.NextDouble())), clock, stoppingToken);
                next = pause;
                await RunAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // The loop goes on: what was not collected now is collected next time.
                LogFailed(logger, exception);
            }
        }
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var grain = grains.GetGrain<IMaintenanceGrain>(0);
        long changed = 0, bytes = 0;
        string? cursor = null;
        do
        {
            var step = await grain.CollectAsync(cursor, grace: null, cancellationToken);
            cursor = step.Cursor;
            changed += step.Changed;
            bytes += step.Bytes;
            foreach (var finding in step.Findings)
            {
                LogFinding(logger, finding);
            }
        }
        while (cursor is not null);

        if (changed > 0)
        {
            LogDone(logger, changed, bytes);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Collected: {Changed} changes, {Bytes} bytes reclaimed")]
    private static partial void LogDone(ILogger logger, long changed, long bytes);

    [LoggerMessage(3, LogLevel.Error, "The collection found: {Finding}")]
    private static partial void LogFinding(ILogger logger, string finding);

    [LoggerMessage(2, LogLevel.Error, "A collection failed")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
