namespace FileStorage.Silo.Clustering;

/// <summary>What one process of the service does.</summary>
public enum ProcessRole
{
    /// <summary>Everything.</summary>
    SiloAndGateway,

    /// <summary>Grains only; of HTTP it answers health.</summary>
    Silo,

    /// <summary>HTTP only; grains are in other processes.</summary>
    Gateway,
}
