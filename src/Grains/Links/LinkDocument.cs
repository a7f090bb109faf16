namespace FileStorage.Grains.Links;

/// <summary>A link as stored. The property names are a stored format. What visitors may do stands in the grant alone.</summary>
internal sealed class LinkDocument
{
    /// <summary>SHA-256.</summary>
    public byte[] TokenHash { get; set; } = [];

    public Guid DriveId { get; set; }

    public Guid EntryId { get; set; }

    public Guid CreatedBy { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public string? PasswordHash { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    public long? MaxDownloads { get; set; }

    public long Downloads { get; set; }
}
