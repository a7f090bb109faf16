using FileStorage.Api.Accounts;

namespace FileStorage.Api.Auditing;

/// <summary>How many refusals are written down: a few of each address and target, and so many in all, in each window.</summary>
internal sealed class FailureBudget(TimeProvider clock)
{
    private const int MaxOfOne = 20;
    private const int MaxOfAll = 1000;
    private const string All = "";

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly AttemptThrottle _one = new(MaxOfOne, Window, clock);
    private readonly AttemptThrottle _all = new(MaxOfAll, Window, clock);
    private long _untold;

    /// <summary>Whether this one is written down.</summary>
    /// <param name="address">Whose it is.</param>
    /// <param name="target">What it was tried at.</param>
    /// <param name="untold">How many were not since the last one that was.</param>
    public bool TryTake(string address, string target, out long untold)
    {
        var isOver = (_one.Enter("from " + address) ?? _one.Enter("at " + target) ?? _all.Enter(All)) is not null;
        untold = isOver ? 0 : Interlocked.Exchange(ref _untold, 0);
        if (isOver)
        {
            Interlocked.Increment(ref _untold);
        }

        return !isOver;
    }
}
