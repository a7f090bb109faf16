namespace FileStorage.Storage.Chunks.S3;

/// <summary>Where the chunk store on S3, or on something that speaks its protocol, is.</summary>
public sealed class S3Options
{
    public const string Section = "Chunks:S3";

    /// <summary>The bucket. Made where it is missing and that is allowed.</summary>
    public string? Bucket { get; set; }

    /// <summary>The address of another service than Amazon's, for instance <c>http://127.0.0.1:9000</c>; buckets are then part of the path.</summary>
    public string? Endpoint { get; set; }

    /// <summary>The region. Needed for Amazon's service, where no environment gives it.</summary>
    public string? Region { get; set; }

    /// <summary>The access key. Unset, with <see cref="SecretKey"/>: whatever the environment, the machine or the cluster grants.</summary>
    public string? AccessKey { get; set; }

    public string? SecretKey { get; set; }
}
