using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Core;
using Orleans.Embedded.Catalog;
using Orleans.Embedded.Enumerations;
using Orleans.Embedded.Requests;
using Orleans.Embedded.Silos;
using Orleans.Embedded.Streams;
using Orleans.Storage;

namespace Orleans.Embedded.Activations;

/// <summary>
/// One life of a grain in memory: its instance, its waiting and running calls, and the rule that one thread at a time runs its
/// turns. Awaits in the grain capture its scheduler and come back through <see cref="Enqueue"/>.
/// </summary>
/// <remarks>
/// Whoever sets <see cref="_owned"/> under the lock owns the activation until <see cref="Release"/>; only the owner touches the
/// running calls and the instance. Others add to the queues under the lock and schedule an owner if there is none.
/// </remarks>
internal sealed partial class Activation : IGrainContext, ICallTarget, IThreadPoolWorkItem
{
    /// <summary>After so many turns the thread is given back, so that other grains get their share.</summary>
    private const int MaxTurnsInARow = 64;

    private readonly TurnScheduler _scheduler;
    private readonly Queue<Task> _turns = new(capacity: 0);
    private Admission _admission;
    private Request? _inline;
    private volatile ActivationState _state;
    private bool _owned;
    private bool _preferTurns;
    private bool _retiring;
    private DeactivationReason? _reason;
    private GrainReference? _reference;
    private AsyncServiceScope? _scope;
    private List<IStorage>? _documents;
    private Exception? _failure;
    private StreamConsumer? _streams;
    private EnumerationSessions? _enumerations;
    private TaskCompletionSource? _deactivated;
    private List<ILifeBound>? _attached;
    private ActivationId _activationId;

    public Activation(Silo silo, GrainClass grainClass, GrainId grainId)
    {
        Silo = silo;
        Class = grainClass;
        GrainId = grainId;
        Number = silo.NextActivationNumber();
        LastUsed = silo.Tick;
        _admission = new Admission(grainClass.IsReentrant);
        _scheduler = new TurnScheduler(this);
    }

    /// <summary>How many calls lie inline on this thread's stack.</summary>
    [field: ThreadStatic]
    public static int Depth { get; private set; }

    /// <summary>The activation whose turn runs on this thread.</summary>
    [field: ThreadStatic]
    public static Activation? Current { get; private set; }

    public Silo Silo { get; }

    public GrainClass Class { get; }

    public GrainId GrainId { get; }

    /// <summary>Counts activations of a silo, for an order that does not depend on hash codes.</summary>
    public long Number { get; }

    /// <summary>The silo's tick of the last use; see <see cref="Silos.IdleCollector"/>.</summary>
    public int LastUsed { get; private set; }

    /// <summary>The silo's tick up to which the grain asked to be kept.</summary>
    public int KeptUntil { get; private set; }

    public bool IsGone => _state == ActivationState.Gone;

    public object? GrainInstance { get; private set; }

    public GrainReference GrainReference => _reference ??= Silo.References.CreateUntyped(GrainId);

    public ActivationId ActivationId
    {
        get
        {
            if (_activationId.IsDefault)
            {
                _activationId = new ActivationId(Silo.NewId());
            }

            return _activationId;
        }
    }

    public IServiceProvider ActivationServices => (_scope ??= Silo.Services.CreateAsyncScope()).ServiceProvider;

    public StreamConsumer Streams => _streams ??= new StreamConsumer(this);

    public EnumerationSessions Enumerations
    {
        get
        {
            if (_enumerations is null)
            {
                _enumerations = new EnumerationSessions();
                Attach(_enumerations);
            }

            return _enumerations;
        }
    }

    public IGrainFactory GrainFactory => Silo.References;

    public Task Deactivated
    {
        get
        {
            lock (_scheduler)
            {
                _deactivated ??= new TaskCompletionSource();
                if (IsGone)
                {
                    _deactivated.TrySetResult();
                }

                return _deactivated.Task;
            }
        }
    }

    /// <summary>Whether the collector may retire it: active, with nothing running and nothing waiting.</summary>
    public bool IsQuiet
    {
        get
        {
            lock (_scheduler)
            {
                return _state == ActivationState.Active && !_owned && _turns.Count == 0 && _admission.IsIdle && _admission.NothingWaits;
            }
        }
    }

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    public override string ToString() => $"{GrainId} on {Silo.Name}";

    /// <summary>Adds a turn, from any thread. Also after the end: what a retired activation left running is still finished.</summary>
    public void Enqueue(Task turn)
    {
        lock (_scheduler)
        {
            _turns.Enqueue(turn);
            if (_owned)
            {
                return;
            }

            _owned = true;
        }

        Silo.Turns.Schedule(this);
    }

    public bool TryReceive(Request request, bool mayRunInline)
    {
        lock (_scheduler)
        {
            if (IsGone)
            {
                return false;
            }

            if (request.CountsAsUse)
            {
                LastUsed = Silo.Tick;
            }

            mayRunInline = mayRunInline
                && !_owned
                && _state is ActivationState.Active or ActivationState.Created
                && _turns.Count == 0
                && _admission.NothingWaits
                && _admission.CanStart(request);
            if (mayRunInline)
            {
                _owned = true;
            }
            else
            {
                request.Promise();
                _admission.Enqueue(request);
                if (_owned || !HasWork)
                {
                    return true;
                }

                _owned = true;
            }
        }

        if (mayRunInline)
        {
            _inline = request;
            Run();
        }
        else
        {
            Silo.Turns.Schedule(this);
        }

        return true;
    }

    /// <summary>Runs on a thread of the pool.</summary>
    public void Execute() => Run();

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        lock (_scheduler)
        {
            if (_reason is not null || IsGone)
            {
                return;
            }

            _reason = deactivationReason;
            if (_state == ActivationState.Active)
            {
                _state = ActivationState.Deactivating;
            }

            if (_owned || !HasWork)
            {
                return;
            }

            _owned = true;
        }

        Silo.Turns.Schedule(this);
    }

    public void DelayDeactivation(TimeSpan timeSpan) => KeptUntil = timeSpan <= TimeSpan.Zero ? 0 : Silo.TickAfter(timeSpan);

    /// <summary>Adds a document that is read before the grain is activated.</summary>
    public void AddDocument(IStorage document) => (_documents ??= new List<IStorage>(1)).Add(document);

    /// <summary>Ties something to this activation's life; it is ended when the activation is retired.</summary>
    public void Attach(ILifeBound attached) => (_attached ??= new List<ILifeBound>(1)).Add(attached);

    public void Detach(ILifeBound attached) => _attached?.Remove(attached);

    /// <summary>Called by a call of this activation, in its turn, once the grain's task is complete.</summary>
    public void Finish(Request request, Task task)
    {
        _admission.Finished(request);
        if (request.CountsAsUse)
        {
            LastUsed = Silo.Tick;
        }

        if (task.Exception?.InnerException is InconsistentStateException { IsSourceActivation: true } inconsistent)
        {
            // It retires the activation that lost the swap, and no other one on its way up the call chain.
            inconsistent.IsSourceActivation = false;
            Deactivate(new(DeactivationReasonCode.ApplicationError, inconsistent.Message));
        }
    }

    /// <summary>Whether an owner would find something to do. Under the lock, while nobody owns the activation.</summary>
    private bool HasWork => _turns.Count > 0 || _state switch
    {
        ActivationState.Created => !_admission.NothingWaits || _reason is not null,
        ActivationState.Active => _admission.CanStartWaiting,
        ActivationState.Deactivating => _admission.IsIdle && !_retiring,
        _ => false,
    };

    private void Run()
    {
        var caller = Current;
        Current = this;
        Depth++;
        var flow = ExecutionFlow.Enter();
        var turns = new Task(static state => ((Activation)state!).RunTurns(), this);
        turns.RunSynchronously(_scheduler);
        flow.Leave();
        Depth--;
        Current = caller;
        Release();
        turns.GetAwaiter().GetResult();
    }

    private void Release()
    {
        lock (_scheduler)
        {
            if (!HasWork)
            {
                _owned = false;
                return;
            }
        }

        Silo.Turns.Schedule(this);
    }

    private void RunTurns()
    {
        if (_inline is { } request)
        {
            // The rest, if any, is for the pool: this thread belongs to the caller.
            _inline = null;
            StartInline(request);
            return;
        }

        for (var count = 0; count < Silo.Turns.TurnsInARow(MaxTurnsInARow); count++)
        {
            if (!RunOne())
            {
                return;
            }
        }
    }

    private bool RunOne()
    {
        Task? turn = null;
        Request? request = null;
        lock (_scheduler)
        {
            _preferTurns = !_preferTurns;
            if (_turns.Count > 0 && (_preferTurns || _state != ActivationState.Active || !_admission.CanStartWaiting))
            {
                turn = _turns.Dequeue();
            }
            else if (_state == ActivationState.Active)
            {
                request = _admission.TakeStartable();
                if (request is null)
                {
                    return false;
                }
            }
            else if (!HasWork)
            {
                return false;
            }
        }

        if (turn is not null)
        {
            _scheduler.Run(turn);
        }
        else if (request is not null)
        {
            Start(request);
        }
        else if (_state == ActivationState.Created)
        {
            Activate();
        }
        else
        {
            _retiring = true;
            RetireAsync().Observe(this);
        }

        ExecutionFlow.Reset();
        return true;
    }

    private void StartInline(Request request)
    {
        if (_state == ActivationState.Created)
        {
            Activate();
            ExecutionFlow.Reset();
        }

        if (_state == ActivationState.Active && !Start(request))
        {
            request.Promise();
        }
        else if (request.Outcome is null)
        {
            request.Promise();
            if (_failure is not null)
            {
                request.Fail(_failure);
                return;
            }

            lock (_scheduler)
            {
                if (!IsGone)
                {
                    _admission.Enqueue(request);
                    return;
                }
            }

            Silo.Reroute(request);
        }
    }

    /// <summary>Starts a call.</summary>
    /// <returns>Whether it is complete.</returns>
    private bool Start(Request request)
    {
        if (request.IsSettled && Silo.DropExpired)
        {
            return true;
        }

        _admission.Started(request);
        RequestContext.Values = request.Context;
        var task = request.Run(this);
        ExecutionFlow.Reset();
        return task.IsCompleted;
    }
}
