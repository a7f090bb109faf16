namespace FileStorage.Grains.Uploads;

/// <summary>An upload in parts as it is stored; its parts are rows. The property names are a stored format.</summary>
internal sealed class PartUploadDocument
{
    public Guid UploadId { get; set; }

    public Guid DriveId { get; set; }

    /// <summary>What the client said it would bring; 0 where it said nothing.</summary>
    public long DeclaredBytes { get; set; }

    public bool IsCompleted { get; set; }

    /// <summary>When it began or ended; what came meanwhile, its parts know.</summary>
    public DateTimeOffset TouchedAt { get; set; }
}
