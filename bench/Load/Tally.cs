using System.Diagnostics;

namespace FileStorage.Bench.Load;

/// <summary>What a slot, or all of them, saw: latencies, files done, and the first status that was no success.</summary>
internal sealed class Tally(int capacity)
{
    private readonly List<long> _ticks = new(capacity);

    public long FilesDone { get; private set; }

    public long RequestsRefused { get; private set; }

    public int FirstRefusal { get; private set; }

    public TimeSpan Elapsed { get; private set; }

    public int Requests => _ticks.Count;

    public void Add(long ticks, int filesDone, int status)
    {
        _ticks.Add(ticks);
        FilesDone += filesDone;
        if (filesDone == 0)
        {
            RequestsRefused++;
            FirstRefusal = FirstRefusal == 0 ? status : FirstRefusal;
        }
    }

    public static Tally Sum(IReadOnlyList<Tally> tallies, TimeSpan elapsed)
    {
        var sum = new Tally(tallies.Sum(tally => tally.Requests)) { Elapsed = elapsed };
        foreach (var tally in tallies)
        {
            sum._ticks.AddRange(tally._ticks);
            sum.FilesDone += tally.FilesDone;
            sum.RequestsRefused += tally.RequestsRefused;
            sum.FirstRefusal = sum.FirstRefusal == 0 ? tally.FirstRefusal : sum.FirstRefusal;
        }

        sum._ticks.Sort();
        return sum;
    }

    /// <summary>The latency that a share of the requests (0 to 1) did not exceed, in milliseconds. On a sum only.</summary>
    public double LatencyMilliseconds(double share) =>
        _ticks.Count == 0 ? 0 : _ticks[(int)Math.Min(_ticks.Count - 1, share * _ticks.Count)] * 1_000.0 / Stopwatch.Frequency;
}
