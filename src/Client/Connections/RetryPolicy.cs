namespace FileStorage.Client.Connections;

/// <summary>How often and how long what is safe to repeat is tried again: exponential back-off with full jitter.</summary>
public sealed record RetryPolicy
{
    /// <summary>For a person who waits: gives up after two seconds.</summary>
    public static readonly RetryPolicy Brief = new() { Patience = TimeSpan.FromSeconds(2) };

    /// <summary>For a long transfer: a server that restarts is waited for.</summary>
    public static readonly RetryPolicy Patient = new() { Patience = TimeSpan.FromSeconds(90) };

    /// <summary>From the first failure to the last attempt's start, at most.</summary>
    public required TimeSpan Patience { get; init; }

    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long to wait before the next attempt, or null to give up.</summary>
    /// <param name="failures">Attempts that failed so far, at least 1.</param>
    /// <param name="sinceFirstFailure">Time since the first of them.</param>
    /// <param name="retryAfter">What the server asked for, if it did; never shortened.</param>
    /// <param name="jitter">A random number from 0 up to 1.</param>
    public TimeSpan? NextDelay(int failures, TimeSpan sinceFirstFailure, TimeSpan? retryAfter, double jitter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(failures, 1);
        var ceiling = Math.Min(LongestDelay.Ticks, FirstDelay.Ticks * Math.Pow(2, Math.Min(failures - 1, 30)));

        // Half is fixed, so that a restarting server is never hammered; half is drawn, so that many clients spread.
        var delay = TimeSpan.FromTicks((long)(ceiling * (0.5 + (jitter / 2))));
        if (retryAfter > delay)
        {
            delay = retryAfter.Value;
        }

        return sinceFirstFailure + delay <= Patience ? delay : null;
    }
}
