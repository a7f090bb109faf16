using System.Diagnostics.Metrics;

namespace FileStorage.Storage.Metadata.Database;

/// <summary>What the writers of one database count, under the meter <c>FileStorage.Metadata</c>.</summary>
internal sealed class WriteMeter(string database)
{
    public const string MeterName = "FileStorage.Metadata";

    private static readonly Meter Meter = new(MeterName);

    private static readonly UpDownCounter<long> Waiting = Meter.CreateUpDownCounter<long>(
        "filestorage.metadata.waiting", description: "Writes that wait for a transaction");

    private static readonly Counter<long> Commits = Meter.CreateCounter<long>("filestorage.metadata.commits", description: "Transactions committed");

    private static readonly Counter<long> Writes = Meter.CreateCounter<long>("filestorage.metadata.writes", description: "Writes committed");

    private readonly KeyValuePair<string, object?> _tag = new("database", database);

    /// <summary>A write stands in the queue.</summary>
    public void Entered() => Waiting.Add(1, _tag);

    /// <summary>So many were taken out of it.</summary>
    public void Left(int writes) => Waiting.Add(-writes, _tag);

    public void Committed(int writes)
    {
        Commits.Add(1, _tag);
        Writes.Add(writes, _tag);
    }
}
