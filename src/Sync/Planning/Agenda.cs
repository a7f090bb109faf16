using FileStorage.Sync.Local;
using FileStorage.Sync.Trees;

namespace FileStorage.Sync.Planning;

/// <summary>
/// Which subjects need a decision, which wait for which, and which have a step under way. A subject is decided again when something about it
/// changes, never because of the size of the tree. Everything in it follows from the trees; it is not stored.
/// </summary>
internal sealed class Agenda : IPlacesInUse
{
    private readonly Queue<Subject> _dirty = new();
    private readonly HashSet<Subject> _isDirty = [];
    private readonly Dictionary<Subject, Operation> _underWay = [];
    private readonly HashSet<Subject> _again = [];
    private readonly Dictionary<Subject, Waiting> _waiting = [];
    private readonly Dictionary<Subject, HashSet<Waiting>> _waiters = [];
    private readonly Dictionary<(LocalKey Folder, string Name), List<Subject>> _places = [];
    private readonly Dictionary<Subject, string> _problems = [];
    private readonly HashSet<Subject> _held = [];

    public bool HasDirty => _dirty.Count > 0;

    public int DirtyCount => _dirty.Count;

    public int UnderWayCount => _underWay.Count;

    public int WaitingCount => _waiting.Count;

    /// <summary>What cannot be synced, and why.</summary>
    public IReadOnlyDictionary<Subject, string> Problems => _problems;

    public IEnumerable<Subject> WaitingSubjects => _waiting.Keys;

    public Subject? FindUser(LocalKey folder, string name) => _places.TryGetValue((folder, name), out var users) ? users[0] : null;

    public bool IsUnderWay(Subject subject) => _underWay.ContainsKey(subject);

    /// <summary>Something about it has changed.</summary>
    public void Mark(Subject subject)
    {
        if (_isDirty.Add(subject))
        {
            _dirty.Enqueue(subject);
        }
    }

    /// <summary>Decides nothing about it until <see cref="Release"/>.</summary>
    public void Hold(Subject subject) => _held.Add(subject);

    public void Release(Subject subject)
    {
        if (_held.Remove(subject))
        {
            Mark(subject);
            Wake(subject);
        }
    }

    /// <summary>
    /// Decides about everything that needs it, and does the bookkeeping of which nobody else has to know.
    /// </summary>
    /// <param name="planner">Decides.</param>
    /// <param name="keep">Does a step that only changes what is remembered.</param>
    /// <returns>The steps to take, in the order in which they were found; each is under way from now on.</returns>
    public List<Operation> Plan(Planner planner, Action<Operation> keep)
    {
        var steps = new List<Operation>();
        while (_dirty.TryDequeue(out var subject))
        {
            _isDirty.Remove(subject);
            var canonical = planner.Canonical(subject);
            if (canonical != subject)
            {
                StopWaiting(subject);
                _problems.Remove(subject);
            }

            Decide(canonical, planner, keep, steps);
        }

        return steps;
    }

    /// <summary>Keeps what a step does at a local name from being taken for the user's doing.</summary>
    public void UsePlace(LocalKey folder, string name, Subject user)
    {
        if (!_places.TryGetValue((folder, name), out var users))
        {
            _places.Add((folder, name), users = []);
        }

        users.Add(user);
    }

    public void LeavePlace(LocalKey folder, string name, Subject user)
    {
        var users = _places[(folder, name)];
        users.Remove(user);
        if (users.Count == 0)
        {
            _places.Remove((folder, name));
        }
    }

    /// <summary>A step has ended, whatever came of it.</summary>
    public void Finish(Operation step, bool isDone)
    {
        _underWay.Remove(step.Subject);
        if (_again.Remove(step.Subject) || isDone)
        {
            Mark(step.Subject);
        }

        // Also where nothing was done: that may be what the others waited to know.
        Wake(step.Subject);
    }

    public void Report(Subject subject, string problem) => _problems[subject] = problem;

    public void Unreport(Subject subject) => _problems.Remove(subject);

    /// <summary>Those who waited for it are decided about once nothing else is in their way.</summary>
    public void Wake(Subject subject)
    {
        if (!_waiters.Remove(subject, out var waiters))
        {
            return;
        }

        foreach (var waiting in waiters)
        {
            if (--waiting.Count == 0 && _waiting.GetValueOrDefault(waiting.Subject) == waiting)
            {
                _waiting.Remove(waiting.Subject);
                Mark(waiting.Subject);
            }
        }
    }

    private void Decide(Subject subject, Planner planner, Action<Operation> keep, List<Operation> steps)
    {
        if (_underWay.ContainsKey(subject))
        {
            _again.Add(subject);
            return;
        }

        if (_held.Contains(subject))
        {
            return;
        }

        StopWaiting(subject);
        _problems.Remove(subject);
        var decision = planner.Decide(subject);
        Act(subject, decision, keep, steps);
        if (decision is { Operation: null, Blockers.Count: > 0 })
        {
            BreakRing(subject, planner, keep, steps);
        }
    }

    /// <summary>Where several wait for each other, the first that can step aside does.</summary>
    private void BreakRing(Subject subject, Planner planner, Action<Operation> keep, List<Operation> steps)
    {
        foreach (var member in FindRing(subject))
        {
            if (_held.Contains(member) || _underWay.ContainsKey(member))
            {
                continue;
            }

            var way = planner.Decide(member, breakRing: true);
            if (way.Operation is not null)
            {
                StopWaiting(member);
                Act(member, way, keep, steps);
                return;
            }
        }
    }

    private void Act(Subject subject, Decision decision, Action<Operation> keep, List<Operation> steps)
    {
        if (decision.Problem is { } problem)
        {
            _problems[subject] = problem;
        }

        if (decision.Blockers.Count > 0)
        {
            Wait(subject, decision.Blockers);
        }

        if (decision.Operation is not { } step || _underWay.ContainsKey(step.Subject) || _held.Contains(step.Subject))
        {
            return;
        }

        if (step.IsBookkeeping)
        {
            keep(step);
            Mark(step.Subject);
            Wake(step.Subject);
            return;
        }

        _underWay.Add(step.Subject, step);
        steps.Add(step);
    }

    private void Wait(Subject subject, IReadOnlyList<Subject> blockers)
    {
        var waiting = new Waiting { Subject = subject, Count = blockers.Count, Blockers = blockers };
        _waiting[subject] = waiting;
        foreach (var blocker in blockers)
        {
            if (!_waiters.TryGetValue(blocker, out var waiters))
            {
                _waiters.Add(blocker, waiters = []);
            }

            waiters.Add(waiting);

            // Whoever waits makes sure that the other has been thought about.
            if (!_underWay.ContainsKey(blocker) && !_waiting.ContainsKey(blocker))
            {
                Mark(blocker);
            }
        }
    }

    private void StopWaiting(Subject subject)
    {
        if (!_waiting.Remove(subject, out var waiting))
        {
            return;
        }

        foreach (var blocker in waiting.Blockers)
        {
            if (_waiters.TryGetValue(blocker, out var waiters))
            {
                waiters.Remove(waiting);
                if (waiters.Count == 0)
                {
                    _waiters.Remove(blocker);
                }
            }
        }
    }

    /// <summary>Those who wait for each other round to the subject, itself first; none where it waits for others only.</summary>
    private List<Subject> FindRing(Subject subject)
    {
        var waiters = new Dictionary<Subject, Subject>();
        var stack = new Stack<Subject>([subject]);
        while (stack.TryPop(out var next))
        {
            foreach (var blocker in _waiting.TryGetValue(next, out var waiting) ? waiting.Blockers : [])
            {
                if (!waiters.TryAdd(blocker, next))
                {
                    continue;
                }

                if (blocker == subject)
                {
                    var ring = new List<Subject>();
                    for (var member = next; member != subject; member = waiters[member])
                    {
                        ring.Add(member);
                    }

                    ring.Add(subject);
                    ring.Reverse();
                    return ring;
                }

                stack.Push(blocker);
            }
        }

        return [];
    }

    private sealed class Waiting
    {
        public required Subject Subject { get; init; }

        public required IReadOnlyList<Subject> Blockers { get; init; }

        public int Count { get; set; }
    }
}
