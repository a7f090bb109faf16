using FileStorage.Core.Faults;
using Orleans.Storage;

namespace FileStorage.Silo.Clustering;

/// <summary>
/// Turns a silo that died into a short pause: a call of the gateway which led nowhere is made again, until another silo has taken over. What was done the
/// first time is not done twice, since commands carry operation ids. Calls between grains are not repeated: whoever called from outside does that.
/// </summary>
internal sealed partial class CallRetry(MemberOptions options, TimeProvider clock, ILogger<CallRetry> logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly TimeSpan _patience = TimeSpan.FromSeconds(options.RetrySeconds);

    /// <param name="call">Makes the call; each time anew, since the runtime takes a request back once it was answered.</param>
    /// <param name="name">For the log.</param>
    /// <param name="cancellationToken">Of the call: whoever waits for nothing any more needs no other attempt.</param>
    public async Task<T> RunAsync<T>(Func<Task<T>> call, string name, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        var pause = FirstPause;
        while (true)
        {
            try
            {
                return await call();
            }
            catch (Exception exception) when (LedNowhere(exception) && clock.GetElapsedTime(began) + pause < _patience && !cancellationToken.IsCancellationRequested)
            {
                LogAgain(logger, name, exception is InconsistentStateException ? exception.Message : exception.GetType().Name);
            }

            await Task.Delay(pause * (0.5 + Random.Shared.NextDouble()), clock, cancellationToken);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    // The callee is gone, or its memory was old and it is gone now, or the database was away: another activation may do it, or find it done. What was
    // cancelled without the caller's wish was a message that got too old before a place was found for its grain, as behind a cut link.
    private static bool LedNowhere(Exception exception) => exception
        is IUnavailable or SiloUnavailableException or OrleansMessageRejectionException or TimeoutException or InconsistentStateException or OperationCanceledException;

    [LoggerMessage(1, LogLevel.Information, "{Call} is made again: {Fault}")]
    private static partial void LogAgain(ILogger logger, string call, string fault);
}
