namespace Orleans.Configuration;

/// <summary>The names of a cluster; the embedded runtime, one silo, only keeps them.</summary>
public class ClusterOptions
{
    public string ClusterId { get; set; } = "default";

    public string ServiceId { get; set; } = "default";
}
