namespace FileStorage.Client.Uploads;

/// <summary>An unfinished upload. With the manifest kept, a large file need not be read again before it goes on.</summary>
internal sealed record LedgerRecord
{
    public required Guid UploadId { get; init; }

    /// <summary>The binary form of the manifest.</summary>
    public required byte[] Manifest { get; init; }

    /// <summary>Hex; null where it was not computed.</summary>
    public string? Sha256 { get; init; }
}
