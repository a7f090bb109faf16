using System.ComponentModel.DataAnnotations;

namespace FileStorage.Api.Hosting;

/// <summary>Limits of the gateway.</summary>
public sealed class GatewayOptions
{
    public const string Section = "Gateway";

    /// <summary>Seconds in which the server still serves after it was told to stop, while /health/ready says 503; for load balancers.</summary>
    [Range(0, 600)]
    public int DrainSeconds { get; set; }

    /// <summary>Most requests that stream a large body in at the same time; further ones wait, unread. Each takes up to 32 MiB of memory.</summary>
    [Range(1, 1024)]
    public int LargeBodies { get; set; } = 8;

    /// <summary>Most large answers that are read ahead at the same time; further ones wait. Each takes up to 16 MiB of memory.</summary>
    [Range(1, 1024)]
    public int LargeAnswers { get; set; } = 16;

    /// <summary>Chunks of one body that are hashed, sealed and stored while the next ones are read.</summary>
    [Range(1, 64)]
    public int ChunksInFlight { get; set; } = 8;

    /// <summary>Chunks that are read ahead of what has been sent.</summary>
    [Range(1, 64)]
    public int ChunksReadAhead { get; set; } = 4;

    /// <summary>Files of one batch that are stored at the same time.</summary>
    [Range(1, 1024)]
    public int BatchFilesInFlight { get; set; } = 32;

    /// <summary>Files of all batches together that are stored at the same time.</summary>
    [Range(1, 65536)]
    public int AllBatchFilesInFlight { get; set; } = 96;

    /// <summary>Seconds after which a live connection on which nothing happened tells that it is alive.</summary>
    [Range(1, 3600)]
    public int HeartbeatSeconds { get; set; } = 25;

    /// <summary>Connections on which one device may wait for changes at the same time.</summary>
    [Range(1, 1024)]
    public int LiveConnectionsPerDevice { get; set; } = 8;

    /// <summary>Connections on which all devices of a user may wait for changes at the same time.</summary>
    [Range(1, 65536)]
    public int LiveConnectionsPerUser { get; set; } = 1024;

    /// <summary>
    /// Largest file, in bytes, that came in parts through the Nextcloud protocol and is read once more to verify the hash of the whole. Of a
    /// larger one, every part was verified, and the hash of the whole is not told.
    /// </summary>
    [Range(0, long.MaxValue)]
    public long VerifiedAssemblyBytes { get; set; } = 1L << 30;

    /// <summary>Hours until a resumable upload expires, and until chunks without a version are given up.</summary>
    [Range(1, 24 * 30)]
    public int UploadHours { get; set; } = 24;
}
