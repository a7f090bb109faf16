using Orleans.Configuration;

namespace Orleans.Embedded.Silos;

/// <summary>
/// Retires activations that nobody has called for long. Its rounds are the coarse clock that dates a call, so that a call need not
/// read the real one; an activation is kept up to two rounds longer than its age, never shorter.
/// </summary>
internal sealed class IdleCollector
{
    private readonly Silo _silo;
    private readonly GrainCollectionOptions _options;
    private readonly ITimer _timer;
    private volatile int _tick = 1;

    public IdleCollector(Silo silo, GrainCollectionOptions options)
    {
        if (options.CollectionQuantum <= TimeSpan.Zero || options.CollectionAge <= options.CollectionQuantum)
        {
            throw new OrleansConfigurationException(
                $"{nameof(options.CollectionAge)} ({options.CollectionAge}) must be greater than {nameof(options.CollectionQuantum)} ({options.CollectionQuantum}), and both positive.");
        }

        _silo = silo;
        _options = options;
        _timer = silo.Clock.CreateTimer(
            static state => ((IdleCollector)state!).Collect(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int Tick => _tick;

    public void Start() => _timer.Change(_options.CollectionQuantum, _options.CollectionQuantum);

    public void Stop() => _timer.Dispose();

    public int TickAfter(TimeSpan timeSpan) => (int)Math.Min(int.MaxValue, _tick + TicksIn(timeSpan));

    private long TicksIn(TimeSpan timeSpan) =>
        (timeSpan.Ticks + _options.CollectionQuantum.Ticks - 1) / _options.CollectionQuantum.Ticks + 1;

    private void Collect()
    {
        _tick++;
        var idle = _silo.Directory.Unordered()
            .Where(activation => _tick >= activation.KeptUntil && _tick - activation.LastUsed >= TicksIn(AgeOf(activation)) && activation.IsQuiet)
            .OrderBy(activation => activation.Number)
            .ToList();
        foreach (var activation in idle.Where(activation => !activation.Class.IsKeptAlive))
        {
            activation.Deactivate(new(DeactivationReasonCode.ActivationIdle, "The activation was idle for too long."));
        }
    }

    private TimeSpan AgeOf(Activations.Activation activation) =>
        activation.Class.CollectionAge
        ?? (_options.ClassSpecificCollectionAge.TryGetValue(activation.Class.Type.FullName!, out var age) ? age : _options.CollectionAge);
}
