namespace FileStorage.Grains.WebDav;

/// <summary>A lock as stored. The property names are a stored format.</summary>
internal sealed class DavLockDocument
{
    public Guid Token { get; set; }

    public Guid UserId { get; set; }

    public List<Guid> Way { get; set; } = [];

    public bool IsDeep { get; set; }

    public bool IsShared { get; set; }

    public string OwnerXml { get; set; } = "";

    public int Seconds { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }
}
