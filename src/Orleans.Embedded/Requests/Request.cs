using Orleans.Embedded.Activations;
using Orleans.Embedded.Silos;

namespace Orleans.Embedded.Requests;

/// <summary>
/// One call on its way to a grain. A generated class for each grain method adds its arguments and the invocation. A call that is
/// complete at once hands the grain's own task to the caller; every other one has a promise, settled exactly once: by the
/// grain, by the timeout, by cancellation, or by the loss of the silo.
/// </summary>
internal abstract class Request
{
    private Activation? _runner;
    private Task? _running;
    private CancellationTokenRegistration _cancellation;
    private int _settled;
    private bool _isRepeat;

    /// <summary>The next one in a <see cref="RequestQueue"/>.</summary>
    public Request? Next { get; set; }

    public long Arrival { get; set; }

    public GrainId Target { get; set; }

    /// <summary>The caller's request context.</summary>
    public Dictionary<string, object>? Context { get; set; }

    public abstract MethodDescription Method { get; }

    public virtual Interleaving Interleaving => Method.Interleaving;

    /// <summary>Whether the call keeps the grain from being idle.</summary>
    public virtual bool CountsAsUse => true;

    /// <summary>Whether the call may go to another activation of the grain.</summary>
    public virtual bool MayMove => true;

    /// <summary>The cancellation token among the arguments.</summary>
    public virtual CancellationToken Token => CancellationToken.None;

    /// <summary>What the caller gets: the grain's own task, or the promise. Null while neither exists.</summary>
    public Task? Outcome { get; protected set; }

    /// <summary>Whether the caller has its answer, or has given up.</summary>
    public bool IsSettled => Volatile.Read(ref _settled) != 0;

    /// <summary>The one that expires before it in its list of <see cref="Deadlines"/>.</summary>
    public Request? Earlier { get; set; }

    /// <summary>The one that expires after it.</summary>
    public Request? Later { get; set; }

    /// <summary>Whether it stands in the list.</summary>
    public bool IsListed { get; set; }

    /// <summary>Whether the answer never reaches the caller.</summary>
    public bool LosesReply { get; set; }

    /// <summary>When the caller gives up, as a timestamp of the silo's clock.</summary>
    public long ExpiresAt { get; set; }

    /// <summary>Calls the method of the grain.</summary>
    public abstract Task Invoke(object grain);

    /// <summary>Makes the promise, if it does not exist and somebody waits.</summary>
    public abstract void Promise();

    /// <summary>Runs the call in a turn of its activation.</summary>
    public Task Run(Activation activation)
    {
        Task task;
        try
        {
            task = Invoke(activation.GrainInstance!);
        }
        catch (Exception exception)
        {
            task = Faulted(exception);
        }

        if (task.IsCompleted)
        {
            Finish(activation, task);
            return task;
        }

        _runner = activation;
        _running = task;
        task.GetAwaiter().UnsafeOnCompleted(Continue);
        return task;
    }

    /// <summary>The same call once more, as a network might deliver it; nobody hears its answer.</summary>
    public Request Repeat()
    {
        var copy = (Request)MemberwiseClone();
        copy.LosesReply = true;
        copy._isRepeat = true;
        (copy.Earlier, copy.Later, copy.IsListed) = (null, null, false);
        return copy;
    }

    public void Fail(Exception exception)
    {
        if (TrySettle())
        {
            SetException(exception);
        }
    }

    public void ObserveCancellation()
    {
        var token = Token;
        if (!token.CanBeCanceled)
        {
            return;
        }

        _cancellation = token.UnsafeRegister(static state => ((Request)state!).Cancel(), this);
        if (IsSettled)
        {
            _cancellation.Dispose();
        }
    }

    protected abstract Task Faulted(Exception exception);

    /// <summary>Gives the promise what the grain's task has.</summary>
    protected abstract void SetFrom(Task task);

    protected abstract void SetException(Exception exception);

    protected abstract void SetCanceled(CancellationToken token);

    /// <summary>Runs in the activation's turn when the grain is done.</summary>
    protected virtual void Finish(Activation activation, Task task)
    {
        activation.Finish(this, task);
        if (LosesReply)
        {
            return;
        }

        if (Outcome is null && !Method.IsOneWay)
        {
            Outcome = task;
        }
        else if (TrySettle())
        {
            SetFrom(task);
        }

        if (Method.IsOneWay && task.Exception is { } failure)
        {
            activation.Silo.Log.OneWayFailed(failure, Method.Name, activation.GrainId);
        }
    }

    private void Continue() => Finish(_runner!, _running!);

    private void Cancel()
    {
        if (TrySettle())
        {
            SetCanceled(Token);
        }
    }

    private bool TrySettle()
    {
        if (_isRepeat || Interlocked.Exchange(ref _settled, 1) != 0)
        {
            return false;
        }

        _cancellation.Dispose();
        Waiting?.Remove(this);
        return true;
    }

    /// <summary>The list of deadlines in which the call stands, if any.</summary>
    public Deadlines? Waiting { get; set; }
}
