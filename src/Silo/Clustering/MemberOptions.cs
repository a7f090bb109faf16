using System.ComponentModel.DataAnnotations;

namespace FileStorage.Silo.Clustering;

/// <summary>How this process is one of several. Without any of it, it is alone.</summary>
public sealed class MemberOptions
{
    public const string Section = "Cluster";

    /// <summary>What this process is.</summary>
    public ProcessRole Role { get; set; } = ProcessRole.SiloAndGateway;

    /// <summary>Silos of one id find each other in the database. It changes when a new cluster takes the place of an old one beside it.</summary>
    [Required]
    public string ClusterId { get; set; } = "filestorage";

    /// <summary>Where the other silos reach this one; null: the first address of this machine that is not its own.</summary>
    public string? Address { get; set; }

    /// <summary>Where silos talk to each other.</summary>
    [Range(1, 65535)]
    public int SiloPort { get; set; } = 11111;

    /// <summary>Where gateways of role <see cref="ProcessRole.Gateway"/> talk to this silo.</summary>
    [Range(1, 65535)]
    public int GatewayPort { get; set; } = 30000;

    /// <summary>How often silos ask each other whether they live. Two answers that do not come, and the others take over.</summary>
    [Range(100, 60_000)]
    public int ProbeMilliseconds { get; set; } = 1000;

    /// <summary>How long a call to a grain is waited for, before it is made again.</summary>
    [Range(1, 600)]
    public int CallSeconds { get; set; } = 10;

    /// <summary>How long a request of a client is kept going while silos die and others take over; after that it is told to come again.</summary>
    [Range(0, 600)]
    public int RetrySeconds { get; set; } = 20;
}
