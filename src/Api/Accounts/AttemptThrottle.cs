using System.Runtime.InteropServices;

namespace FileStorage.Api.Accounts;

/// <summary>
/// Counts attempts by key within a window. In memory and bounded: with too many keys the oldest windows are forgotten, so that
/// a flood of keys costs accuracy and not memory.
/// </summary>
internal sealed class AttemptThrottle(int maxAttempts, TimeSpan window, TimeProvider clock)
{
    private const int MaxKeys = 100_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Window> _windows = new(StringComparer.Ordinal);

    /// <summary>Counts an attempt. Null: it may go on; else how long the key has to wait.</summary>
    public TimeSpan? Enter(string key)
    {
        var now = clock.GetUtcNow();
        lock (_lock)
        {
            ForgetOld(now);
            ref var attempts = ref CollectionsMarshal.GetValueRefOrAddDefault(_windows, key, out var known);
            if (!known || now >= attempts.Until)
            {
                attempts = new Window(0, now + window);
            }

            if (attempts.Count >= maxAttempts)
            {
                return attempts.Until - now;
            }

            attempts = attempts with { Count = attempts.Count + 1 };
            return null;
        }
    }

    /// <summary>Whether the key has to wait, without counting anything; null: it need not.</summary>
    public TimeSpan? Peek(string key)
    {
        var now = clock.GetUtcNow();
        lock (_lock)
        {
            return _windows.TryGetValue(key, out var attempts) && now < attempts.Until && attempts.Count >= maxAttempts
                ? attempts.Until - now
                : null;
        }
    }

    /// <summary>Takes an attempt back that turned out to be a good one.</summary>
    public void Forgive(string key)
    {
        lock (_lock)
        {
            if (_windows.TryGetValue(key, out var attempts) && attempts.Count > 0)
            {
                _windows[key] = attempts with { Count = attempts.Count - 1 };
            }
        }
    }

    /// <summary>Forgets a key altogether.</summary>
    public void Clear(string key)
    {
        lock (_lock)
        {
            _windows.Remove(key);
        }
    }

    private void ForgetOld(DateTimeOffset now)
    {
        if (_windows.Count < MaxKeys)
        {
            return;
        }

        var all = _windows.ToArray();
        var median = all.Select(pair => pair.Value.Until).Order().ElementAt(all.Length / 2);
        foreach (var (key, attempts) in all)
        {
            if (attempts.Until <= now || attempts.Until < median)
            {
                _windows.Remove(key);
            }
        }

        if (_windows.Count >= MaxKeys)
        {
            _windows.Clear();
        }
    }

    private readonly record struct Window(int Count, DateTimeOffset Until);
}
