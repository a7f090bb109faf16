using System.ComponentModel.DataAnnotations;

namespace FileStorage.Silo.Telemetry;

/// <summary>Where metrics and traces go. All unset: nowhere, and nothing is counted that costs.</summary>
public sealed class TelemetryOptions
{
    public const string Section = "Telemetry";

    /// <summary>A port on which <c>/metrics</c>, and nothing else, is answered for Prometheus, without a token.</summary>
    [Range(1, 65535)]
    public int? PrometheusPort { get; set; }

    /// <summary>The address of that port. This machine only unless set.</summary>
    public string PrometheusAddress { get; set; } = "127.0.0.1";

    /// <summary>A port on which the dashboard of Orleans, and nothing else, is shown, without a token. On Microsoft Orleans only.</summary>
    [Range(1, 65535)]
    public int? DashboardPort { get; set; }

    /// <summary>The address of that port. This machine only unless set.</summary>
    public string DashboardAddress { get; set; } = "127.0.0.1";

    /// <summary>The ports that are the operator's own, with their addresses.</summary>
    internal IEnumerable<(string Address, int Port)> OwnPorts()
    {
        if (PrometheusPort is { } prometheus)
        {
            yield return (PrometheusAddress, prometheus);
        }

        if (DashboardPort is { } dashboard)
        {
            yield return (DashboardAddress, dashboard);
        }
    }

    /// <summary>A collector that takes OTLP over gRPC, for instance <c>http://127.0.0.1:4317</c>: gets metrics and traces.</summary>
    public string? OtlpEndpoint { get; set; }

    /// <summary>Share of the requests that are traced, 0 to 1.</summary>
    [Range(0, 1)]
    public double TraceShare { get; set; } = 0.01;
}
