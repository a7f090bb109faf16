using System.Globalization;

namespace FileStorage.Bench.Load;

/// <summary>CPU time and peak memory of a process, from /proc.</summary>
internal sealed class ProcessMeter(int processId)
{
    /// <summary>USER_HZ, 100 on every Linux that .NET runs on.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>User and kernel time since the process started.</summary>
    public TimeSpan CpuTime()
    {
        var stat = File.ReadAllText($"/proc/{processId}/stat");
        // The name in parentheses may hold anything; the fields after it are numbers. utime and stime are the 12th and 13th of them.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
    }

    /// <summary>Forgets the peak so far; needs to be the owner of the process.</summary>
    public void ResetPeak() => File.WriteAllText($"/proc/{processId}/clear_refs", "5");

    public long PeakResidentBytes() => Status("VmHWM:");

    public long ResidentBytes() => Status("VmRSS:");

    private long Status(string name)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1_024;
    }
}
