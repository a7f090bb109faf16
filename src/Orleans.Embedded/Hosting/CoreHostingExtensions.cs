namespace Orleans.Hosting;

/// <summary>Choices of a silo that the embedded runtime accepts.</summary>
public static class CoreHostingExtensions
{
    /// <summary>One silo needs no clustering; accepted so that hosts read the same on both runtimes.</summary>
    public static ISiloBuilder UseLocalhostClustering(
        this ISiloBuilder builder,
        int siloPort = 11111,
        int gatewayPort = 30000,
        System.Net.IPEndPoint? primarySiloEndpoint = null,
        string serviceId = "dev",
        string clusterId = "dev")
    {
        _ = (siloPort, gatewayPort, primarySiloEndpoint);
        return builder.Configure<Configuration.ClusterOptions>(options =>
        {
            options.ServiceId = serviceId;
            options.ClusterId = clusterId;
        });
    }
}
