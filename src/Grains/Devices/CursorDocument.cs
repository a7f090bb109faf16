namespace FileStorage.Grains.Devices;

/// <summary>An acknowledged cursor as it is stored. The property names are a stored format.</summary>
internal sealed class CursorDocument
{
    public Guid DriveId { get; set; }

    public long Epoch { get; set; }

    public long Number { get; set; }
}
