using System.Diagnostics;

namespace FileStorage.Bench.Chunks;

/// <summary>
/// Runs something for about a second and prints what one operation takes: wall time, CPU time of the whole process, and bytes
/// allocated by it. On a busy machine trust the CPU time.
/// </summary>
internal static class Measure
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(string name, long bytesPerOperation, int operationsPerRound, Func<Task> round)
    {
        // Until the compiler has seen enough to do its best; its own CPU time must not be counted.
        for (var warmUp = Stopwatch.StartNew(); warmUp.Elapsed < Duration;)
        {
            await round();
        }

        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        long operations = 0;
        do
        {
            await round();
            operations += operationsPerRound;
        }
        while (watch.Elapsed < Duration);

        var wall = watch.Elapsed;
        process.Refresh();
        cpu = process.TotalProcessorTime - cpu;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        var megabytes = bytesPerOperation * operations / 1e6;
        Console.WriteLine(
            $"{name,-44} {megabytes / wall.TotalSeconds,8:F0} MB/s {operations / wall.TotalSeconds,9:F0} /s "
            + $"{cpu.TotalMicroseconds / operations,9:F1} us CPU {megabytes / cpu.TotalSeconds,8:F0} MB/CPU-s "
            + $"{allocated / (double)operations,9:F0} B allocated");
    }

    public static Task RunAsync(string name, long bytesPerOperation, int operationsPerRound, Action operation) =>
        RunAsync(name, bytesPerOperation, operationsPerRound, () =>
        {
            for (var index = 0; index < operationsPerRound; index++)
            {
                operation();
            }

            return Task.CompletedTask;
        });
}
