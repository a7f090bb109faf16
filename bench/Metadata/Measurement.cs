using System.Diagnostics;

namespace FileStorage.Bench.Metadata;

/// <summary>Wall time, processor time and allocations of one run, and the line that reports them.</summary>
internal sealed class Measurement
{
    private readonly Process _process = Process.GetCurrentProcess();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly long _allocatedBytes = GC.GetTotalAllocatedBytes(precise: true);
    private readonly TimeSpan _processorTime;

    public Measurement() => _processorTime = _process.TotalProcessorTime;

    /// <summary>One line: how many a second, and what one costs.</summary>
    public void Report(string what, long count, string more = "")
    {
        var seconds = _watch.Elapsed.TotalSeconds;
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - _allocatedBytes;
        _process.Refresh();
        var processor = _process.TotalProcessorTime - _processorTime;
        Console.WriteLine(
            $"{what,-52} {count / seconds,9:N0} /s  {processor.TotalMicroseconds / count,7:N1} us CPU  "
            + $"{(double)allocated / count,7:N0} B allocated  {more}");
    }
}
