namespace Orleans.Embedded.Requests;

/// <summary>
/// The calls that share one timeout, in the order in which they will expire, with one timer for all. The timer is armed for the
/// first of them and, once armed, left alone: a call that ends in time costs a link and an unlink.
/// </summary>
internal sealed class Deadlines : IDisposable
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private readonly TimeSpan _timeout;
    private readonly long _timeoutTicks;
    private readonly ITimer _timer;
    private Request? _first;
    private Request? _last;
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
        lock (_lock)
        {
            request.Waiting = this;
            if (request.IsSettled)
            {
                return;
            }

            request.IsListed = true;
            request.Earlier = _last;
            if (_last is { } last)
            {
                last.Later = request;
            }
            else
            {
                _first = request;
            }

            _last = request;
            if (!_armed)
            {
                _armed = true;
                _timer.Change(_timeout, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Remove(Request request)
    {
        lock (_lock)
        {
            Unlink(request);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Expire()
    {
        List<Request>? expired = null;
        lock (_lock)
        {
            var now = _clock.GetTimestamp();
            while (_first is { } first && first.ExpiresAt <= now)
            {
                Unlink(first);
                (expired ??= []).Add(first);
            }

            _armed = _first is not null;
            if (_first is { } next)
            {
                // A millisecond more than the rest: a timer must not fire before the deadline that it is armed for.
                var rest = _clock.GetElapsedTime(now, next.ExpiresAt) + TimeSpan.FromMilliseconds(1);
                _timer.Change(rest, Timeout.InfiniteTimeSpan);
            }
        }

        foreach (var request in expired ?? [])
        {
            request.Fail(new TimeoutException(
                $"Response did not arrive on time in {_timeout} for message: {request.Method.Name} to {request.Target}."));
        }
    }

    private void Unlink(Request request)
    {
        if (!request.IsListed)
        {
            return;
        }

        request.IsListed = false;
        if (request.Earlier is { } earlier)
        {
            earlier.Later = request.Later;
        }
        else
        {
            _first = request.Later;
        }

        if (request.Later is { } later)
        {
            later.Earlier = request.Earlier;
        }
        else
        {
            _last = request.Earlier;
        }

        request.Earlier = null;
        request.Later = null;
    }
}
