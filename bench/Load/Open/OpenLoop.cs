using System.Diagnostics;

namespace FileStorage.Bench.Load.Open;

/// <summary>
/// Sends requests at their own moments, whatever the answers take. A slot takes the next arrival, waits for its moment, and does it; while there
/// are free slots, no arrival waits for an answer. Where there are none, it is sent late, and its latency is still counted from its moment: a
/// server that stalls is seen by everyone who would have come meanwhile (no coordinated omission).
/// </summary>
internal sealed class OpenLoop(OpenOptions options, Func<IOperation> newOperation)
{
    private const int StackBytes = 256 * 1_024;

    private readonly Lock _lock = new();
    private int _next;

    /// <summary>Runs for so long; numbers go on from the last run.</summary>
    public OpenTally Run(TimeSpan duration, int seed)
    {
        var arrivals = new PoissonArrivals(options.Rate, seed);
        var tallies = Enumerable.Range(0, options.Outstanding).Select(_ => new OpenTally()).ToList();
        var begun = Stopwatch.GetTimestamp();
        var threads = tallies.ConvertAll(tally => new Thread(() => RunSlot(tally, arrivals, begun, duration), StackBytes));
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        var sum = new OpenTally { Elapsed = Stopwatch.GetElapsedTime(begun) };
        tallies.ForEach(sum.Add);
        return sum;
    }

    private void RunSlot(OpenTally tally, PoissonArrivals arrivals, long begun, TimeSpan duration)
    {
        using var operation = newOperation();
        while (true)
        {
            TimeSpan due;
            int number;
            lock (_lock)
            {
                due = arrivals.Next();
                number = due < duration ? _next++ : 0;
            }

            if (due >= duration)
            {
                return;
            }

            var wait = due - Stopwatch.GetElapsedTime(begun);
            if (-wait > options.Patience)
            {
                tally.Dropped++;
                continue;
            }

            if (wait < TimeSpan.Zero)
            {
                tally.Late++;
            }
            else
            {
                // Rounded up: a request that is sent too early would be one that no user sent.
                Thread.Sleep((int)Math.Ceiling(wait.TotalMilliseconds));
                tally.GeneratorLag.Add(Stopwatch.GetElapsedTime(begun) - due);
            }

            var arrival = Arrival.Of(options.Mix, number, options.Drives, options.Seed);
            var error = operation.Do(arrival);
            tally.Add(arrival.Kind, Stopwatch.GetElapsedTime(begun) - due, error);
        }
    }
}
