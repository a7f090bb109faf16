using FileStorage.Grains.Interfaces.Maintenance;
using Microsoft.Extensions.Options;

namespace FileStorage.Silo.Scrubbing;

/// <summary>Asks the scrubber for its steps. Every silo does; the scrubber is one, and keeps its pauses.</summary>
internal sealed partial class Scrubbing(
    IGrainFactory grains, TimeProvider clock, IOptions<ScrubOptions> options, ILogger<Scrubbing> logger) : BackgroundService
{
    /// <summary>A start has other things to do first; also the pause after a failure.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var every = TimeSpan.FromDays(options.Value.EveryDays);
        var pause = FirstPause;
        while (every > TimeSpan.Zero && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(pause, clock, stoppingToken);
                pause = FirstPause;
                var turn = await grains.GetGrain<IScrubGrain>(0).StepAsync(every, stoppingToken);
                foreach (var finding in turn.Findings)
                {
                    LogFinding(logger, finding);
                }

                var due = turn.NextAt - clock.GetUtcNow();
                pause = due > ShortestPause ? due : ShortestPause;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // The loop goes on: the step is taken again later.
                LogFailed(logger, exception);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Error, "The scrubber found: {Finding}")]
    private static partial void LogFinding(ILogger logger, string finding);

    [LoggerMessage(2, LogLevel.Error, "A step of the scrubber failed")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
