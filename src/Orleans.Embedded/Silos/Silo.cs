using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Embedded.Activations;
using Orleans.Embedded.Catalog;
using Orleans.Embedded.References;
using Orleans.Embedded.Requests;

namespace Orleans.Embedded.Silos;

/// <summary>One silo: its activations, its clock and its way of running turns.</summary>
internal sealed class Silo : IAsyncDisposable
{
    private readonly ConcurrentDictionary<TimeSpan, Deadlines> _deadlines = new();
    private readonly Deadlines _defaultDeadlines;
    private readonly IdleCollector _collector;
    private readonly Lazy<GrainCatalog> _catalog;
    private readonly INetwork? _network;
    private long _activations;
    private volatile bool _stopped;

    public Silo(
        IServiceProvider services,
        ITurns turns,
        TimeProvider clock,
        IOptions<SiloMessagingOptions> messaging,
        IOptions<GrainCollectionOptions> collection,
        ILogger<Silo> logger,
        SiloName name,
        SingletonServices singletons,
        INetwork? network = null)
    {
        Services = services;
        Singletons = singletons;
        Name = name.Text;
        _network = network;
        Turns = turns;
        Clock = clock;
        Log = logger;
        ResponseTimeout = messaging.Value.ResponseTimeout;
        DropExpired = messaging.Value.DropExpiredMessages;
        _catalog = new Lazy<GrainCatalog>(() => new GrainCatalog());
        _defaultDeadlines = DeadlinesFor(messaging.Value.ResponseTimeout);
        ActivationTimeouts = new SharedTimeout(clock, collection.Value.ActivationTimeout);
        DeactivationTimeouts = new SharedTimeout(clock, collection.Value.DeactivationTimeout);
        Directory = new ActivationDirectory(this);
        References = new GrainFactory(this);
        _collector = new IdleCollector(this, collection.Value);
    }

    public string Name { get; }

    public IServiceProvider Services { get; }

    public SingletonServices Singletons { get; }

    public ITurns Turns { get; }

    public TimeProvider Clock { get; }

    public ILogger Log { get; }

    public bool DropExpired { get; }

    public TimeSpan ResponseTimeout { get; }

    /// <summary>Whether nothing will ever come of what this silo has begun.</summary>
    public bool IsDead { get; private set; }

    public GrainCatalog Catalog => _catalog.Value;

    public ActivationDirectory Directory { get; }

    public GrainFactory References { get; }

    public SharedTimeout ActivationTimeouts { get; }

    public SharedTimeout DeactivationTimeouts { get; }

    /// <summary>Counts the collector's rounds: the coarse clock of idleness, read on every call.</summary>
    public int Tick => _collector.Tick;

    public long NextActivationNumber() => Interlocked.Increment(ref _activations);

    public Guid NewId() => Turns.NewId();

    public int TickAfter(TimeSpan timeSpan) => _collector.TickAfter(timeSpan);

    public void Start()
    {
        _ = Catalog;
        _collector.Start();
    }

    /// <summary>Sends a call on its way and gives what its caller may await.</summary>
    public Task Send(Request request, ref ICallTarget? target)
    {
        request.Context = RequestContext.Values;
        var oneWay = request.Method.IsOneWay;
        if (request.Token.IsCancellationRequested)
        {
            request.Promise();
            request.ObserveCancellation();
            return request.Outcome ?? Task.CompletedTask;
        }

        Deliver(request, ref target, mayRunInline: !oneWay);
        if (oneWay)
        {
            return Task.CompletedTask;
        }

        var outcome = request.Outcome!;
        if (!outcome.IsCompleted)
        {
            (request.Method.Timeout is { } timeout ? DeadlinesFor(timeout) : _defaultDeadlines).Add(request);
            request.ObserveCancellation();
        }

        return outcome;
    }

    /// <summary>Sends a call whose outcome nobody awaits, without running any of it on this thread.</summary>
    public void SendAside(Request request)
    {
        ICallTarget? target = null;
        Deliver(request, ref target, mayRunInline: false);
        _defaultDeadlines.Add(request);
    }

    /// <summary>Sends a call that waited for an activation to a fresh one.</summary>
    public void Reroute(Request request)
    {
        ICallTarget? target = null;
        Deliver(request, ref target, mayRunInline: false);
    }

    /// <summary>Takes a call that was meant for this silo.</summary>
    public void Receive(Request request)
    {
        ICallTarget? target = null;
        DeliverHere(request, ref target, mayRunInline: false);
    }

    public void Retired(Activation activation) => _network?.Retired(activation);

    /// <summary>Ends the silo without a word to its grains.</summary>
    public void Kill()
    {
        IsDead = true;
        _stopped = true;
        _collector.Stop();
    }

    /// <summary>Retires all grains, for as long as the token allows.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopped = true;
        _collector.Stop();
        var reason = new DeactivationReason(DeactivationReasonCode.ShuttingDown, "The silo is shutting down.");
        var enough = Task.Delay(Timeout.InfiniteTimeSpan, Clock, cancellationToken);

        // A grain on its way out may still call another one into being, so what is left is asked again.
        while (!enough.IsCompleted && Directory.Activations() is { Count: > 0 } left)
        {
            foreach (var activation in left)
            {
                activation.Deactivate(reason, cancellationToken);
            }

            await Task.WhenAny(Task.WhenAll(left.Select(activation => activation.Deactivated)), enough);
        }

        if (Directory.Activations() is { Count: > 0 } busy)
        {
            Log.LeftBehind(busy.Count);
        }
    }

    public ValueTask DisposeAsync()
    {
        _stopped = true;
        IsDead = true;
        _collector.Stop();
        foreach (var deadlines in _deadlines.Values)
        {
            deadlines.Dispose();
        }

        ActivationTimeouts.Dispose();
        DeactivationTimeouts.Dispose();

        return ValueTask.CompletedTask;
    }

    private Deadlines DeadlinesFor(TimeSpan timeout) =>
        _deadlines.GetOrAdd(timeout, static (key, clock) => new Deadlines(clock, key), Clock);

    private void Deliver(Request request, ref ICallTarget? target, bool mayRunInline)
    {
        if (_network is not null)
        {
            _network.Send(this, request);
            return;
        }

        DeliverHere(request, ref target, mayRunInline);
    }

    private void DeliverHere(Request request, ref ICallTarget? target, bool mayRunInline)
    {
        do
        {
            if (target is not { IsGone: false })
            {
                if (_stopped && !Directory.Has(request.Target))
                {
                    request.Promise();
                    request.Fail(new SiloUnavailableException("The silo is shutting down."));
                    return;
                }

                target = Directory.GetOrAdd(request.Target);
            }
        }
        while (!target.TryReceive(request, mayRunInline && Turns.MayRunInline));
    }
}
