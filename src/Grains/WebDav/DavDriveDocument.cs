namespace FileStorage.Grains.WebDav;

/// <summary>What WebDAV keeps of a drive, as stored. The property names are a stored format.</summary>
internal sealed class DavDriveDocument
{
    public List<DavLockDocument> Locks { get; set; } = [];

    public long PropertyShards { get; set; }
}
