namespace FileStorage.Client.Downloads;

/// <summary>How downloads are done.</summary>
public sealed record DownloadOptions
{
    /// <summary>Files that are worked on at once.</summary>
    public int Workers { get; init; } = 8;

    /// <summary>Of these, large files at most.</summary>
    public int LargeFiles { get; init; } = 2;

    /// <summary>Requests for parts of large files that are in flight at once, over all files.</summary>
    public int PartRequests { get; init; } = 4;

    /// <summary>How much of a large file one request asks for; whole chunks, at least one.</summary>
    public int PartBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Whether the SHA-256 of every file is to be told, also of large ones, which are verified by their chunks.</summary>
    public bool WholeHashes { get; init; }
}
