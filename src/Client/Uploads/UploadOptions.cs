namespace FileStorage.Client.Uploads;

/// <summary>How uploads are done.</summary>
public sealed record UploadOptions
{
    /// <summary>Files up to this size travel many in one request, and are cut by the server.</summary>
    public int SmallFileBytes { get; init; } = 1024 * 1024;

    /// <summary>A request of small files is closed at this size…</summary>
    public int BatchBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>…or at so many files.</summary>
    public int BatchFiles { get; init; } = 256;

    /// <summary>Batches and large files that are worked on at once.</summary>
    public int Workers { get; init; } = 4;

    /// <summary>Requests with chunks that are in flight at once, over all files.</summary>
    public int ChunkRequests { get; init; } = 4;

    /// <summary>A request with chunks is closed at this size; at least one largest chunk, at most 16 MiB with frames.</summary>
    public int ChunkRequestBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Whether the SHA-256 of every file is to be told, also where the upload has no use for it.</summary>
    public bool WholeHashes { get; init; }

    /// <summary>Where unfinished uploads are remembered; null forgets them.</summary>
    public UploadLedger? Ledger { get; init; }
}
