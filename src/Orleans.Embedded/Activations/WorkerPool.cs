using Orleans.Embedded.Catalog;
using Orleans.Embedded.Requests;
using Orleans.Embedded.Silos;

namespace Orleans.Embedded.Activations;

/// <summary>The activations of one stateless worker: a call goes to an idle one, to a new one while there may be more, else in turn.</summary>
internal sealed class WorkerPool(Silo silo, GrainClass grainClass, GrainId grainId) : ICallTarget
{
    private readonly Lock _lock = new();
    private readonly List<Activation> _workers = [];
    private int _next;

    public bool IsGone => false;

    public IReadOnlyList<Activation> Workers
    {
        get
        {
            lock (_lock)
            {
                return [.. _workers];
            }
        }
    }

    public bool TryReceive(Request request, bool mayRunInline)
    {
        while (!Choose().TryReceive(request, mayRunInline))
        {
        }

        return true;
    }

    public void Remove(Activation activation)
    {
        lock (_lock)
        {
            _workers.Remove(activation);
        }
    }

    private Activation Choose()
    {
        lock (_lock)
        {
            if (_workers.Find(worker => worker.IsQuiet) is { } idle)
            {
                return idle;
            }

            if (_workers.Count < grainClass.MaxLocalWorkers)
            {
                var worker = new Activation(silo, grainClass, grainId);
                _workers.Add(worker);
                return worker;
            }

            _workers.RemoveAll(worker => worker.IsGone);
            _next = (_next + 1) % _workers.Count;
            return _workers[_next];
        }
    }
}
