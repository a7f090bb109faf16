namespace FileStorage.Storage.Metadata.Drives;

/// <summary>The drive itself. Every write of the drive swaps this row, which fences off a second activation.</summary>
public sealed record DriveRow
{
    public required Guid Id { get; init; }

    /// <summary>From 1; one more after every commit. 0 means that the drive has not been stored yet.</summary>
    public required long RowVersion { get; init; }

    public required Guid OwnerId { get; init; }

    /// <summary>Changes when journal numbers start anew, which makes every older cursor void.</summary>
    public required long Epoch { get; init; }

    /// <summary>The number the next journal row gets.</summary>
    public required long NextNumber { get; init; }

    public required long QuotaBytes { get; init; }

    public required long UsedBytes { get; init; }

    /// <summary>How long history is kept, as JSON that its writer knows; null for the defaults of the server.</summary>
    public string? Policy { get; init; }
}
