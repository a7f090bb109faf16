using FileStorage.Sync.Remote;

namespace FileStorage.Sync.Engine;

/// <summary>Whether the server is worth a try: after a failure not before a pause, which grows until something succeeds.</summary>
internal sealed class Reachability(Retries retries, Moments moments)
{
    private TimeSpan? _triedAt;

    /// <summary>Failures since the last success.</summary>
    public int Failures { get; private set; }

    /// <summary>Whether the last try failed.</summary>
    public bool IsOffline => _triedAt is not null;

    public bool IsWorthATry => _triedAt is null || _triedAt <= moments.Elapsed;

    public TimeSpan? NextTry => _triedAt > moments.Elapsed ? _triedAt : null;

    public void Failed(RemoteUnavailableException exception)
    {
        if (_triedAt > moments.Elapsed)
        {
            // One of several that were under way together.
            return;
        }

        Failures++;
        var pause = retries.Pause(Failures);
        _triedAt = moments.Elapsed + (exception.RetryAfter > pause ? exception.RetryAfter.Value : pause);
    }

    public void Succeeded()
    {
        Failures = 0;
        _triedAt = null;
    }

    /// <summary>The server was heard of: try now.</summary>
    public void Heard() => _triedAt = null;
}
