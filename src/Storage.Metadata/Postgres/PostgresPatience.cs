namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>
/// How long work is tried again. Each piece of work has its own bound, and all of it together that of the outage: once a server has not
/// answered for so long, nobody waits for it any more until it answers again.
/// </summary>
internal sealed class PostgresPatience(TimeSpan limit, TimeProvider clock)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private DateTimeOffset? _failingSince;

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>The server has answered.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            _failingSince = null;
        }
    }

    /// <summary>After a failed attempt: waits a little and returns true, or returns false where it is to be given up.</summary>
    /// <param name="begun">When the work was first tried.</param>
    /// <param name="attempt">Attempts so far, from 1.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<bool> WaitAsync(DateTimeOffset begun, int attempt, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        DateTimeOffset failingSince;
        lock (_gate)
        {
            failingSince = _failingSince ??= now;
        }

        if (now - begun >= limit || now - failingSince >= limit)
        {
            return false;
        }

        var pause = Math.Min(FirstPause.TotalMilliseconds * Math.Pow(2, attempt - 1), LongestPause.TotalMilliseconds);
        await Task.Delay(TimeSpan.FromMilliseconds(pause * (0.5 + (0.5 * Random.Shared.NextDouble()))), clock, cancellationToken);
        return true;
    }
}
