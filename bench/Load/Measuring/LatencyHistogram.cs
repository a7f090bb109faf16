using System.Numerics;

namespace FileStorage.Bench.Load.Measuring;

/// <summary>
/// Counts latencies in buckets whose width grows with the value, as HdrHistogram does: exact below 256 microseconds, within 0.8 % above, up to
/// 36 minutes, in 30 KB however many there are. Not for several threads at once: each has its own, which are added up.
/// </summary>
internal sealed class LatencyHistogram
{
    /// <summary>Each power of two is cut into 2 to the power of this many buckets.</summary>
    private const int PrecisionBits = 7;

    private const long LongestMicroseconds = (1L << 31) - 1;

    private readonly long[] _buckets = new long[IndexOf(LongestMicroseconds) + 1];
    private double _sumMicroseconds;

    public long Count { get; private set; }

    /// <summary>The longest one, exactly.</summary>
    public TimeSpan Max { get; private set; }

    public TimeSpan Mean => Count == 0 ? TimeSpan.Zero : TimeSpan.FromMicroseconds(_sumMicroseconds / Count);

    /// <summary>Counts one; what is negative counts as nothing, what is longer than there are buckets as the longest.</summary>
    public void Add(TimeSpan latency)
    {
        var microseconds = Math.Clamp(latency.Ticks / TimeSpan.TicksPerMicrosecond, 0, LongestMicroseconds);
        _buckets[IndexOf(microseconds)]++;
        _sumMicroseconds += microseconds;
        Count++;
        Max = latency > Max ? latency : Max;
    }

    public void Add(LatencyHistogram other)
    {
        for (var index = 0; index < _buckets.Length; index++)
        {
            _buckets[index] += other._buckets[index];
        }

        _sumMicroseconds += other._sumMicroseconds;
        Count += other.Count;
        Max = other.Max > Max ? other.Max : Max;
    }

    /// <summary>What a share of them (0 to 1) did not exceed: the upper end of its bucket, and never more than <see cref="Max"/>.</summary>
    public TimeSpan Percentile(double share)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(share * Count));
        long counted = 0;
        for (var index = 0; index < _buckets.Length; index++)
        {
            counted += _buckets[index];
            if (counted >= rank)
            {
                var upper = TimeSpan.FromMicroseconds(UpperEnd(index));
                return upper < Max ? upper : Max;
            }
        }

        return Max;
    }

    // Below 256 the value is the index; above, each doubling has 128 buckets more.
    private static int IndexOf(long microseconds)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)microseconds | 1) - PrecisionBits);
        return (shift << PrecisionBits) + (int)(microseconds >> shift);
    }

    private static long UpperEnd(int index)
    {
        var shift = Math.Max(0, (index >> PrecisionBits) - 1);
        return ((index - ((long)shift << PrecisionBits) + 1) << shift) - 1;
    }
}
