namespace FileStorage.Grains.Uploads;

/// <summary>What one upload may bring. The property names are a stored format.</summary>
internal sealed class ReservationDocument
{
    public Guid UploadId { get; set; }

    public long Bytes { get; set; }

    public DateTimeOffset Until { get; set; }
}
