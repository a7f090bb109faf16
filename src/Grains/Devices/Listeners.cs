namespace FileStorage.Grains.Devices;

/// <summary>
/// All who wait for a bell in this process, by the quarter of a second in which their patience is over: one timer for all of them. They may be let go a
/// quarter of a second late, and never early.
/// </summary>
internal sealed class Listeners : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);

    private readonly IListeningLimit _limit;
    private readonly TimeProvider _clock;
    private readonly long _began;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private readonly Dictionary<long, LinkedList<Listener>> _bySteps = [];
    private CancellationToken _ending;
    private long _next;
    private bool _isArmed;

    public Listeners(IListeningLimit limit, TimeProvider clock)
    {
        _limit = limit;
        _clock = clock;
        _began = clock.GetTimestamp();
        using (ExecutionContext.SuppressFlow())
        {
            _timer = clock.CreateTimer(static all => ((Listeners)all!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private TimeSpan Age => _clock.GetElapsedTime(_began);

    /// <summary>Lets somebody wait for so long, or for as long as the limit allows.</summary>
    public void Add(Listener listener, TimeSpan patience)
    {
        var (ending, longest) = (_limit.Ending, _limit.Longest);
        lock (_lock)
        {
            var age = Age;
            var last = StepOf(age + (patience < longest ? patience : longest)) + 1;
            if (!_bySteps.TryGetValue(last, out var those))
            {
                _bySteps[last] = those = new LinkedList<Listener>();
            }

            listener.Place = those.AddLast(listener);
            if (!_isArmed)
            {
                _isArmed = true;
                _next = StepOf(age);
                _timer.Change(Step, Timeout.InfiniteTimeSpan);
            }

            if (ending == _ending)
            {
                return;
            }

            _ending = ending;
        }

        // At once where it is cancelled already, so not under the lock.
        ending.UnsafeRegister(static all => ((Listeners)all!).LetAllGo(), this);
    }

    /// <summary>Somebody has stopped waiting.</summary>
    public void Remove(Listener listener)
    {
        lock (_lock)
        {
            if (listener.Place is { } place)
            {
                place.List!.Remove(place);
                listener.Place = null;
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private static long StepOf(TimeSpan age) => age.Ticks / Step.Ticks;

    private void Tick()
    {
        List<Listener> over = [];
        lock (_lock)
        {
            for (var now = StepOf(Age); _next <= now; _next++)
            {
                Take(_next, over);
            }

            _isArmed = _bySteps.Count > 0;
            if (_isArmed)
            {
                _timer.Change(Step, Timeout.InfiniteTimeSpan);
            }
        }

        over.ForEach(static listener => listener.LetGo());
    }

    private void LetAllGo()
    {
        List<Listener> over = [];
        lock (_lock)
        {
            foreach (var step in _bySteps.Keys.ToList())
            {
                Take(step, over);
            }
        }

        over.ForEach(static listener => listener.LetGo());
    }

    private void Take(long step, List<Listener> over)
    {
        if (_bySteps.Remove(step, out var those))
        {
            foreach (var listener in those)
            {
                listener.Place = null;
                over.Add(listener);
            }
        }
    }
}
