namespace Orleans.Embedded.Simulation;

/// <summary>Numbers drawn from a seed (SplitMix64), the same on every machine and in every version of .NET.</summary>
public sealed class SimulatedRandom(ulong seed)
{
    private ulong _state = seed;

    public ulong NextUInt64()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>A number of at least 0 and less than <paramref name="limit"/>.</summary>
    public int Next(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return (int)(NextUInt64() % (ulong)limit);
    }

    /// <summary>A number of at least 0 and less than 1.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    public bool Chance(double probability) => probability > 0 && NextDouble() < probability;

    /// <summary>At most <paramref name="most"/>, at least a tick.</summary>
    public TimeSpan NextTime(TimeSpan most) => TimeSpan.FromTicks(1 + (long)(NextDouble() * most.Ticks));

    public Guid NextGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, NextUInt64());
        BitConverter.TryWriteBytes(bytes[8..], NextUInt64());
        return new Guid(bytes);
    }
}
