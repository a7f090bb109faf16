using FileStorage.Sync.Planning;

namespace FileStorage.Sync.Engine;

/// <summary>
/// Keeps back deletions once most of a tree is to go, until somebody says that this is meant. It sees all of them before the first is done, and
/// counts those of the last minutes with them.
/// </summary>
internal sealed class DeletionGate(Moments moments, SyncOptions options)
{
    private readonly List<Operation> _kept = [];
    private readonly Queue<(TimeSpan At, int Weight)> _recent = new();
    private int _recentWeight;
    private int _openWeight;
    private bool _isConfirmed;

    public bool IsClosed => _kept.Count > 0;

    /// <summary>How many entries wait for a word.</summary>
    public int KeptWeight => _kept.Sum(Weight);

    public int KeptSteps => _kept.Count;

    /// <summary>Of the steps that were planned, those that may be taken.</summary>
    public List<Operation> Pass(List<Operation> steps, int syncedEntries)
    {
        var weight = steps.Sum(Weight);
        if (weight == 0)
        {
            return steps;
        }

        Expire();
        var before = syncedEntries + _recentWeight;
        if (_isConfirmed || before <= options.UnguardedEntries || weight + _openWeight + _recentWeight <= before * options.GuardedPart)
        {
            _openWeight += weight;
            return steps;
        }

        _kept.AddRange(steps.Where(step => Weight(step) > 0));
        return steps.FindAll(step => Weight(step) == 0);
    }

    /// <summary>A step that was let pass has ended.</summary>
    public void Ended(Operation step, bool isDone)
    {
        var weight = Weight(step);
        if (weight == 0)
        {
            return;
        }

        _openWeight -= weight;
        if (isDone)
        {
            _recent.Enqueue((moments.Elapsed, weight));
            _recentWeight += weight;
        }
    }

    /// <summary>Hands back what was kept, to be thought over.</summary>
    public List<Operation> TakeKept()
    {
        var kept = new List<Operation>(_kept);
        _kept.Clear();
        return kept;
    }

    public void Confirm() => _isConfirmed = true;

    /// <summary>Everything that was confirmed has been done.</summary>
    public void Rest()
    {
        if (_isConfirmed)
        {
            _isConfirmed = false;
            _recent.Clear();
            _recentWeight = 0;
        }
    }

    private static int Weight(Operation step) => step switch
    {
        Operation.RemoveLocal => 1,
        Operation.TrashRemote trash => trash.Weight,
        _ => 0,
    };

    private void Expire()
    {
        while (_recent.TryPeek(out var oldest) && oldest.At < moments.Elapsed - options.GuardedTime)
        {
            _recentWeight -= oldest.Weight;
            _recent.Dequeue();
        }
    }
}
