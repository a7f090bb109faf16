using System.Diagnostics.Metrics;

namespace FileStorage.Api.Telemetry;

/// <summary>What the gateway counts of its own, under the meter <c>FileStorage.Gateway</c>; requests are counted by ASP.NET Core.</summary>
internal static class GatewayMetrics
{
    public const string MeterName = "FileStorage.Gateway";

    private static readonly Meter Meter = new(MeterName);

    /// <summary>Chunks that came and were stored already: with those made durable they give the share that deduplication saves.</summary>
    public static readonly Counter<long> ChunksHeld = Meter.CreateCounter<long>(
        "filestorage.chunks.held", description: "Chunks that came and were stored already");

    public static readonly UpDownCounter<long> LiveConnections = Meter.CreateUpDownCounter<long>(
        "filestorage.live.connections", description: "Connections on which devices wait for changes");
}
