using System.Runtime.InteropServices;

namespace FileStorage.Sync.Local.Linux;

/// <summary>struct timespec: since 1970, UTC.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TimeSpec
{
    private const long FirstSecond = -62_135_596_800;
    private const long LastSecond = 253_402_300_799;

    public long Seconds;
    public long Nanoseconds;

    /// <summary>Ticks of .NET (100 ns since the year 1), rounded down.</summary>
    public readonly long Ticks => TicksOf(Seconds, Nanoseconds);

    /// <summary>A file may carry any time; one outside of the years 1 to 9999 is brought to the nearest in them, since no other can be told.</summary>
    public static long TicksOf(long seconds, long nanoseconds) =>
        DateTime.UnixEpoch.Ticks + (Math.Clamp(seconds, FirstSecond, LastSecond) * TimeSpan.TicksPerSecond) + (nanoseconds / TimeSpan.NanosecondsPerTick);

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
