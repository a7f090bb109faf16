namespace FileStorage.Storage.Chunks.Azure;

/// <summary>Where the chunk store on Azure Blob is. Either a connection string, or the address of the container with its signature (SAS).</summary>
public sealed class AzureOptions
{
    public const string Section = "Chunks:Azure";

    /// <summary>As the portal shows it; also <c>UseDevelopmentStorage=true</c> for Azurite.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The container, for a connection string. Made where it is missing.</summary>
    public string Container { get; set; } = "filestorage";

    /// <summary>The container's address with a SAS that may read, write, list and delete; in place of a connection string.</summary>
    public string? ContainerUri { get; set; }
}
