using System.Runtime.InteropServices;

namespace FileStorage.Sync.Local.Linux;

/// <summary>struct timespec: since 1970, UTC.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TimeSpec
{
    public long Seconds;
    public long Nanoseconds;

    /// <summary>Ticks of .NET (100 ns since the year 1), rounded down.</summary>
    public readonly long Ticks => TicksOf(Seconds, Nanoseconds);

    public static long TicksOf(long seconds, long nanoseconds) =>
        DateTime.UnixEpoch.Ticks + (seconds * TimeSpan.TicksPerSecond) + (nanoseconds / TimeSpan.NanosecondsPerTick);

    public static TimeSpec Of(DateTimeOffset time)
    {
        var (seconds, ticks) = Math.DivRem(time.UtcTicks - DateTime.UnixEpoch.Ticks, TimeSpan.TicksPerSecond);
        if (ticks < 0)
        {
            (seconds, ticks) = (seconds - 1, ticks + TimeSpan.TicksPerSecond);
        }

        return new TimeSpec { Seconds = seconds, Nanoseconds = ticks * TimeSpan.NanosecondsPerTick };
    }
}
