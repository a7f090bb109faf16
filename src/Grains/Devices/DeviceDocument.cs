namespace FileStorage.Grains.Devices;

/// <summary>A device as it is stored. The property names are a stored format.</summary>
internal sealed class DeviceDocument
{
    public Guid UserId { get; set; }

    public Guid DriveId { get; set; }

    public bool IsAdministrator { get; set; }

    public string Name { get; set; } = "";

    public byte[] TokenHash { get; set; } = [];

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? LastSeenAt { get; set; }

    public bool IsRevoked { get; set; }

    public bool IsAppPassword { get; set; }

    public List<CursorDocument> Cursors { get; set; } = [];
}
