using System.Diagnostics.Metrics;
using FileStorage.Grains.Interfaces.Maintenance;

namespace FileStorage.Grains.Maintenance;

/// <summary>What collecting, checking, scrubbing and moving did, under the meter <c>FileStorage.Maintenance</c>.</summary>
internal static class MaintenanceMetrics
{
    public const string MeterName = "FileStorage.Maintenance";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> Examined = Meter.CreateCounter<long>("filestorage.maintenance.examined", description: "Things looked at");
    private static readonly Counter<long> Changed = Meter.CreateCounter<long>("filestorage.maintenance.changed", description: "Things changed");
    private static readonly Counter<long> Bytes = Meter.CreateCounter<long>("filestorage.maintenance.bytes", "By", "Bytes read, moved or given back");
    private static readonly Counter<long> Findings = Meter.CreateCounter<long>("filestorage.maintenance.findings", description: "Things that are wrong");

    /// <summary>Counts a step and hands it on. The kind of work is a word of ours.</summary>
    public static async Task<MaintenanceStep> CountAsync(string work, Task<MaintenanceStep> running)
    {
        var step = await running;
        var tag = new KeyValuePair<string, object?>("work", work);
        Examined.Add(step.Examined, tag);
        Changed.Add(step.Changed, tag);
        Bytes.Add(step.Bytes, tag);
        Findings.Add(step.Findings.Length, tag);
        return step;
    }
}
