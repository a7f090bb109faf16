using System.ComponentModel.DataAnnotations;

namespace FileStorage.Storage.Chunks.Objects;

/// <summary>Settings that the chunk stores on Azure Blob and on S3 share; in the section <c>Chunks</c>, beside those of the disk.</summary>
public sealed class ObjectChunkStoreOptions
{
    public const string Section = "Chunks";

    /// <summary>The master key, 32 bytes in base64. Several servers share an object store, so one of the two must be set.</summary>
    public string? MasterKey { get; set; }

    /// <summary>A file that holds the master key in base64. Only read.</summary>
    public string? MasterKeyFile { get; set; }

    /// <summary>The master key before the current one, for the starts that move to <see cref="MasterKey"/>.</summary>
    public string? PreviousMasterKey { get; set; }

    /// <summary>As <see cref="PreviousMasterKey"/>, in a file.</summary>
    public string? PreviousMasterKeyFile { get; set; }

    /// <summary>Most requests at the same time that write, and as many that read.</summary>
    [Range(1, 1024)]
    public int Requests { get; set; } = 64;

    /// <summary>Most bytes on their way to the store, and as many on their way back; further calls wait before they take memory.</summary>
    [Range(1024 * 1024, 1024 * 1024 * 1024)]
    public int QueueBytes { get; set; } = 48 * 1024 * 1024;

    /// <summary>Most bytes of buffers kept for later use while nobody uses them.</summary>
    [Range(0, 1024 * 1024 * 1024)]
    public int KeptBufferBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>How often a request is repeated before it fails, with pauses that grow from a fifth of a second to ten seconds.</summary>
    [Range(0, 20)]
    public int Retries { get; set; } = 5;

    /// <summary>Seconds after which one attempt is given up.</summary>
    [Range(1, 600)]
    public int RequestTimeoutSeconds { get; set; } = 30;
}
