namespace FileStorage.Grains.Interfaces.Uploads;

/// <summary>How full a drive is, what is on its way included, and whether there was room.</summary>
[GenerateSerializer, Immutable, Alias("upload.room")]
public sealed record UploadRoom
{
    [Id(0)] public required bool IsGranted { get; init; }

    /// <summary>What the drive keeps.</summary>
    [Id(1)] public required long UsedBytes { get; init; }

    /// <summary>What other uploads may still bring.</summary>
    [Id(2)] public required long PendingBytes { get; init; }

    [Id(3)] public required long QuotaBytes { get; init; }

    /// <summary>Refused because the drive has <see cref="IUploadRoomGrain.MaxUploads"/> open.</summary>
    [Id(4)] public bool IsCrowded { get; init; }
}
