using System.Diagnostics.Metrics;

namespace FileStorage.Grains.Drives;

/// <summary>What drives count, under the meter <c>FileStorage.Drives</c>.</summary>
internal static class DriveMetrics
{
    public const string MeterName = "FileStorage.Drives";

    private static readonly Meter Meter = new(MeterName);

    private static readonly InstrumentAdvice<double> Lags = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600, 3600],
    };

    /// <summary>Commands that wait for a group commit of their drive.</summary>
    public static readonly UpDownCounter<long> Waiting = Meter.CreateUpDownCounter<long>(
        "filestorage.drives.waiting", description: "Commands that wait for a group commit of their drive");

    /// <summary>From a commit until a device that listens is rung: how far journals run ahead of those who follow them.</summary>
    public static readonly Histogram<double> JournalLag = Meter.CreateHistogram(
        "filestorage.journal.lag", "s", "From a commit to a drive's journal until a device that listens is rung", tags: null, Lags);

    /// <summary>How old an inbox row was when the drive settled it, because the commit that wrote it did not.</summary>
    public static readonly Histogram<double> OutboxLag = Meter.CreateHistogram(
        "filestorage.outbox.lag", "s", "Age of versions whose commit was cut off, when their drive finished it", tags: null, Lags);
}
