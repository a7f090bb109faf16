using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded.Silos;
using Orleans.Embedded.Storage;
using Orleans.Embedded.Streams;

namespace Orleans.Embedded.Simulation;

/// <summary>
/// Several logical silos on one thread. Every turn of every grain, every arrival of a call and every turn of the workload is a
/// step; which step comes next, and which faults strike, is drawn from one seed, and time is virtual. The same seed and the same
/// code make the same run, told by <see cref="TraceHash"/>.
/// </summary>
public sealed class SimulatedCluster
{
    private static readonly TimeSpan GraceForEscapes = TimeSpan.FromSeconds(5);

    private readonly SimulationOptions _options;
    private readonly SimulatedClock _clock;
    private readonly SimulatedNetwork _network;
    private readonly StreamHubs _streams = new();
    private readonly MemoryGrainStores _stores;
    private readonly ClientScheduler _client;
    private readonly SimulatedSilo _gateway;
    private readonly List<SimulatedSilo> _silos = [];
    private readonly List<Step> _ready = [];
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private TraceHash _trace = new();
    private volatile SimulationException? _escape;

    public SimulatedCluster(SimulationOptions options)
    {
        _options = options;
        Random = new SimulatedRandom(options.Seed);
        _clock = new SimulatedClock(options.Start);
        _network = new SimulatedNetwork(this);
        _stores = new MemoryGrainStores(WithFaults);
        _client = new ClientScheduler(this);
        _gateway = new SimulatedSilo(this, number: -1, life: 0, Share, options.ConfigureSilo);
        for (var number = 0; number < options.Silos; number++)
        {
            _silos.Add(StartSilo(number, life: 0));
        }
    }

    /// <summary>The one source of chance, also for the workload.</summary>
    public SimulatedRandom Random { get; }

    /// <summary>Virtual time; every timer, delay and timeout must use it.</summary>
    public TimeProvider Clock => _clock;

    /// <summary>The way of the workload to the grains; its calls suffer the same faults.</summary>
    public IClusterClient Client => _gateway.Silo.References;

    /// <summary>The silos, dead ones in the place that their successors will take.</summary>
    public IReadOnlyList<SimulatedSilo> Silos => _silos;

    public IReadOnlyList<SimulatedSilo> Alive => [.. _silos.Where(silo => silo.IsAlive)];

    /// <summary>Whether faults strike; a workload switches them off to let everything settle before it checks.</summary>
    public bool FaultsEnabled { get; set; } = true;

    public long Steps { get; private set; }

    /// <summary>Stands for every decision so far: two runs with the same hash did the same.</summary>
    public ulong TraceHash => _trace.Value;

    /// <summary>Which faults struck how often.</summary>
    public IReadOnlyDictionary<string, long> FaultCounts => _counts;

    internal SimulationFaults ActiveFaults => FaultsEnabled ? _options.Faults : new SimulationFaults { SlowTurn = 0 };

    internal bool IsOnThread => Environment.CurrentManagedThreadId == _thread;

    /// <summary>Runs the workload and, between its turns, everything that it sets off, until it is complete.</summary>
    /// <exception cref="SimulationException">The workload hangs, or something left the simulation's thread.</exception>
    public void Run(Func<Task> workload)
    {
        if (!IsOnThread)
        {
            throw new InvalidOperationException("A simulation runs on the thread that made it.");
        }

        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var root = Task.Factory.StartNew(workload, CancellationToken.None, TaskCreationOptions.None, _client).Unwrap();
            while (!root.IsCompleted)
            {
                TakeStep();
            }

            if (!root.IsCompletedSuccessfully)
            {
                // A call that timed out may wait for a thread that is about to show itself (virtual time was faster); then that is the news.
                WaitForEscape();
            }

            if (_escape is not null)
            {
                throw _escape;
            }

            root.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    /// <summary>A store whose calls suffer the faults of this simulation; <typeparamref name="TStore"/> is an interface.</summary>
    public TStore WithFaults<TStore>(TStore store)
        where TStore : class => FaultyStore.Before(this, store);

    internal void Add(Step step)
    {
        if (!IsOnThread)
        {
            Escaped($"\"{step.Label}\" was resumed outside of the simulation.");
            return;
        }

        _ready.Add(step);
    }

    internal void After(TimeSpan time, Step step) =>
        _clock.CreateTimer(_ => Add(step), null, time, Timeout.InfiniteTimeSpan);

    internal void Count(string fault)
    {
        _counts[fault] = _counts.GetValueOrDefault(fault) + 1;
        _trace.Add(fault);
        _options.Trace?.Invoke(string.Create(CultureInfo.InvariantCulture, $"{_clock.Elapsed} {fault}"));
    }

    internal void Escaped(string what)
    {
        _escape ??= new SimulationException(
            $"{what} Grains and all they await must stay on the simulation's thread: no Task.Run, no ConfigureAwait(false), no timer of another clock.");
    }

    internal void Kill(SimulatedSilo silo)
    {
        if (!silo.IsAlive)
        {
            return;
        }

        silo.Silo.Kill();
        _network.Forget(silo);
        foreach (var request in silo.Unanswered().Where(_ => Random.Chance(0.5)))
        {
            request.Fail(new SiloUnavailableException($"{silo.Name} died while it was working on {request.Method.Name}."));
        }

        After(Random.NextTime(_options.Faults.LongestOutage), new Step($"restart {silo.Name}", () => Restart(silo), null));
    }

    private void Share(IServiceCollection services)
    {
        services.AddSingleton<TimeProvider>(_clock);
        services.AddSingleton<INetwork>(_network);
        services.AddSingleton(_streams);
        services.AddSingleton(_stores);
    }

    private SimulatedSilo StartSilo(int number, int life) => new(this, number, life, Share, _options.ConfigureSilo);

    private void Restart(SimulatedSilo dead)
    {
        var index = _silos.IndexOf(dead);
        if (index >= 0)
        {
            _silos[index] = StartSilo(dead.Number, dead.Life + 1);
        }
    }

    private void TakeStep()
    {
        if (_escape is not null)
        {
            throw _escape;
        }

        if (++Steps > _options.MostSteps || _clock.Elapsed > _options.LongestRun)
        {
            throw Stuck($"The workload is not complete after {Steps} steps and {_clock.Elapsed} of virtual time.");
        }

        var faults = ActiveFaults;
        if (Random.Chance(faults.KilledSilo) && Alive is { Count: > 1 } alive)
        {
            Count("killed silo");
            Kill(alive[Random.Next(alive.Count)]);
        }

        if (_ready.Count == 0 || Random.Chance(faults.SlowTurn))
        {
            var timer = _clock.Advance();
            if (timer is null && _ready.Count == 0)
            {
                throw Stuck("Nothing can run and no timer is set, yet the workload is not complete.");
            }

            _trace.Add((ulong)_clock.Elapsed.Ticks);
            timer?.Fire();
            return;
        }

        var index = Random.Next(_ready.Count);
        var step = _ready[index];
        _ready[index] = _ready[^1];
        _ready.RemoveAt(_ready.Count - 1);
        if (step.Silo is { IsAlive: false })
        {
            return;
        }

        _trace.Add((ulong)index);
        _trace.Add(step.Label);
        _options.Trace?.Invoke(string.Create(CultureInfo.InvariantCulture, $"{_clock.Elapsed} {step.Label}"));
        step.Run();
    }

    // A busy machine may keep that thread waiting for long.
    private void WaitForEscape() => SpinWait.SpinUntil(() => _escape is not null, GraceForEscapes);

    /// <summary>What looks stuck may wait for a thread that is about to show itself; then that is the news.</summary>
    private SimulationException Stuck(string message)
    {
        WaitForEscape();
        return _escape ?? new SimulationException($"{message} The seed is {_options.Seed}.");
    }
}
