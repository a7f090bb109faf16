namespace FileStorage.Grains.Uploads;

/// <summary>A part as it is stored. The property names are a stored format.</summary>
internal sealed class PartDocument
{
    public Guid PartId { get; set; }

    public string Name { get; set; } = "";

    public long Order { get; set; }

    public long? Offset { get; set; }

    public bool IsIndirectManifest { get; set; }

    public byte[] ManifestBody { get; set; } = [];

    public long SizeBytes { get; set; }

    public DateTimeOffset CameAt { get; set; }
}
