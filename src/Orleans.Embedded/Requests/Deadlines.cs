namespace Orleans.Embedded.Requests;

/// <summary>
/// The calls that share one timeout, in the order in which they will expire, with one timer for all. The timer is armed for the
/// first of them and, once armed, left alone: a call that ends in time costs a link and an unlink.
/// </summary>
internal sealed class Deadlines : IDisposable
{
    private readonly LinkedList<Request> _waiting = new();
    private readonly TimeProvider _clock;
    private readonly TimeSpan _timeout;
    private readonly long _timeoutTicks;
    private readonly ITimer _timer;
    private bool _armed;

    public Deadlines(TimeProvider clock, TimeSpan timeout)
    {
        _clock = clock;
        _timeout = timeout;
        _timeoutTicks = (long)(timeout.TotalSeconds * clock.TimestampFrequency);
        _timer = clock.CreateTimer(static state => ((Deadlines)state!).Expire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Add(Request request)
    {
        request.ExpiresAt = _clock.GetTimestamp() + _timeoutTicks;
        lock (_waiting)
        {
            request.Waiting = this;
            if (request.IsSettled)
            {
                return;
            }

            request.Deadline = _waiting.AddLast(request);
            if (!_armed)
            {
                _armed = true;
                _timer.Change(_timeout, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Remove(Request request)
    {
        lock (_waiting)
        {
            if (request.Deadline is { } node)
            {
                request.Deadline = null;
                _waiting.Remove(node);
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Expire()
    {
        List<Request>? expired = null;
        lock (_waiting)
        {
            var now = _clock.GetTimestamp();
            while (_waiting.First is { } first && first.Value.ExpiresAt <= now)
            {
                _waiting.RemoveFirst();
                first.Value.Deadline = null;
                (expired ??= []).Add(first.Value);
            }

            _armed = _waiting.First is not null;
            if (_waiting.First is { } next)
            {
                // A millisecond more than the rest: a timer must not fire before the deadline that it is armed for.
                var rest = _clock.GetElapsedTime(now, next.Value.ExpiresAt) + TimeSpan.FromMilliseconds(1);
                _timer.Change(rest, Timeout.InfiniteTimeSpan);
            }
        }

        foreach (var request in expired ?? [])
        {
            request.Fail(new TimeoutException(
                $"Response did not arrive on time in {_timeout} for message: {request.Method.Name} to {request.Target}."));
        }
    }
}
