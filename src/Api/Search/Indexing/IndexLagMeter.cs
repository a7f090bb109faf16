using System.Diagnostics.Metrics;

namespace FileStorage.Api.Search.Indexing;

/// <summary>How far the search index of this process is behind the journals, under the meter <c>FileStorage.Search</c>.</summary>
internal sealed class IndexLagMeter : IDisposable
{
    public const string MeterName = "FileStorage.Search";

    private readonly Meter _meter = new(MeterName);

    public IndexLagMeter(IndexerBell bell)
    {
        _meter.CreateObservableGauge(
            "filestorage.index.waiting", () => bell.Waiting, description: "Drives with changes that are not indexed");
        _meter.CreateObservableGauge(
            "filestorage.index.lag", () => bell.Lag.TotalSeconds, "s", "How long the drive that has waited longest to be indexed has been waiting");
    }

    public void Dispose() => _meter.Dispose();
}
