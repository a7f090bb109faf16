namespace Orleans.Embedded.Silos;

/// <summary>Tokens that are cancelled after a timeout, or up to a second later: everyone in that second shares one timer.</summary>
internal sealed class SharedTimeout(TimeProvider clock, TimeSpan timeout) : IDisposable
{
    private static readonly TimeSpan Share = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private CancellationTokenSource? _current;
    private long _since;

    public CancellationToken Next()
    {
        lock (_lock)
        {
            var now = clock.GetTimestamp();
            if (_current is null || clock.GetElapsedTime(_since, now) > Share)
            {
                _since = now;
                _current = new CancellationTokenSource(timeout + Share, clock);
            }

            return _current.Token;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _current?.Dispose();
            _current = null;
        }
    }
}
