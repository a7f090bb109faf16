using System.Diagnostics;

namespace FileStorage.Bench.Load;

/// <summary>Runs work over HTTP/1.1: a thread and a kept connection for each request in flight.</summary>
internal static class Http1Drive
{
    private const int StackBytes = 256 * 1_024;

    /// <summary>Sends requests <paramref name="first"/> up to <paramref name="end"/>, as many at a time as there are slots.</summary>
    public static Tally Run(Func<IWork> newWork, Uri url, IReadOnlyList<string> tokens, int slots, int first, int end)
    {
        var next = first - 1;
        var tallies = new Tally[slots];
        var threads = new Thread[slots];
        using var connected = new Barrier(slots + 1);
        for (var slot = 0; slot < slots; slot++)
        {
            var mine = slot;
            threads[slot] = new Thread(
                () =>
                {
                    var tally = tallies[mine] = new Tally(((end - first) / slots * 2) + 64);
                    var work = newWork();
                    using var connection = new Http1Connection(url, tokens[mine % tokens.Count]);
                    connected.SignalAndWait();
                    int index;
                    while ((index = Interlocked.Increment(ref next)) < end)
                    {
                        var started = Stopwatch.GetTimestamp();
                        var request = work.Prepare(index);
                        var status = connection.Exchange(request, out var answer);
                        tally.Add(Stopwatch.GetTimestamp() - started, work.CountDone(index, status, answer), status);
                    }
                },
                StackBytes);
            threads[slot].Start();
        }

        connected.SignalAndWait();
        var begun = Stopwatch.GetTimestamp();
        Array.ForEach(threads, thread => thread.Join());
        return Tally.Sum(tallies, Stopwatch.GetElapsedTime(begun));
    }
}
