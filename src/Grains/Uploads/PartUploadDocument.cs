namespace FileStorage.Grains.Uploads;

/// <summary>An upload in parts as it is stored. The property names are a stored format.</summary>
internal sealed class PartUploadDocument
{
    public Guid UploadId { get; set; }

    public List<PartDocument> Parts { get; set; } = [];

    public bool IsCompleted { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }
}
