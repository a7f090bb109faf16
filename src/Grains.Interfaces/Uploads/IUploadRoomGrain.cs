namespace FileStorage.Grains.Interfaces.Uploads;

/// <summary>
/// What uploads that are under way may still bring into one drive: they count to its quota before they are versions. The drive itself
/// judges the commit. Keyed by the drive.
/// </summary>
[Alias("upload-room"), GrainInterfaceType("upload-room")]
public interface IUploadRoomGrain : IGrainWithGuidKey
{
    /// <summary>Uploads that may be under way into one drive at a time.</summary>
    const int MaxUploads = 1_000;

    /// <summary>
    /// Sets what one upload may bring, in place of what was reserved for it before; durable on return. Refused where that, with what the drive
    /// keeps and what others may bring, is more than the quota: then what was reserved before stays.
    /// </summary>
    /// <param name="uploadId">The upload.</param>
    /// <param name="bytes">Of all of it.</param>
    /// <param name="until">When it is over, whatever becomes of it.</param>
    /// <param name="cancellationToken">Honoured up to the write.</param>
    [Alias("reserve")]
    Task<UploadRoom> ReserveAsync(Guid uploadId, long bytes, DateTimeOffset until, CancellationToken cancellationToken = default);

    /// <summary>The upload is over. Safe to repeat.</summary>
    [Alias("release")]
    Task ReleaseAsync(Guid uploadId, CancellationToken cancellationToken = default);

    /// <summary>Whether an upload might bring so much; reserves nothing.</summary>
    [Alias("judge")]
    Task<UploadRoom> JudgeAsync(Guid uploadId, long bytes, CancellationToken cancellationToken = default);
}
