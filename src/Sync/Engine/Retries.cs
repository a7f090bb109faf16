using FileStorage.Sync.Planning;

namespace FileStorage.Sync.Engine;

/// <summary>What failed rests for a while, longer each time, and never at the same pace as everybody else's.</summary>
internal sealed class Retries(Agenda agenda, Moments moments, Random random, SyncOptions options)
{
    private readonly PriorityQueue<Subject, TimeSpan> _due = new();
    private readonly Dictionary<Subject, int> _attempts = [];
    private readonly HashSet<Subject> _resting = [];

    public TimeSpan? NextDue => _due.TryPeek(out _, out var due) ? due : null;

    /// <summary>Whether everything that still rests was tried so often that it is given up for now.</summary>
    public bool AreAllHopeless => _resting.All(subject => _attempts.GetValueOrDefault(subject) >= options.AttemptsOfOnce);

    public void Succeeded(Subject subject) => _attempts.Remove(subject);

    /// <summary>Tries again after a pause that doubles.</summary>
    public void Later(Subject subject)
    {
        var attempt = _attempts[subject] = _attempts.GetValueOrDefault(subject) + 1;
        Rest(subject, Pause(attempt));
    }

    public void Later(Subject subject, TimeSpan pause)
    {
        _attempts[subject] = Math.Max(_attempts.GetValueOrDefault(subject) + 1, options.AttemptsOfOnce);
        Rest(subject, pause);
    }

    /// <summary>The pause before an attempt: at random up to a bound that doubles.</summary>
    public TimeSpan Pause(int attempt)
    {
        var bound = Math.Min(options.LongestRetry.Ticks, options.ShortestRetry.Ticks * Math.Pow(2, Math.Min(attempt, 40)));
        return TimeSpan.FromTicks((long)(bound * (0.5 + (random.NextDouble() / 2))));
    }

    public void ReleaseDue()
    {
        while (_due.TryPeek(out var subject, out var due) && due <= moments.Elapsed)
        {
            _due.Dequeue();
            if (_resting.Remove(subject))
            {
                agenda.Release(subject);
            }
        }
    }

    /// <summary>Tries everything now.</summary>
    public void ReleaseAll()
    {
        _due.Clear();
        _attempts.Clear();
        foreach (var subject in _resting)
        {
            agenda.Release(subject);
        }

        _resting.Clear();
    }

    private void Rest(Subject subject, TimeSpan pause)
    {
        agenda.Hold(subject);
        if (_resting.Add(subject))
        {
            _due.Enqueue(subject, moments.Elapsed + pause);
        }
    }
}
