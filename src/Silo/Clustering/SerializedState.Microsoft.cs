namespace FileStorage.Silo.Clustering;

/// <summary>State of the runtime's own grains as a document: bytes that only the runtime reads. The property name is a stored format.</summary>
internal sealed class SerializedState
{
    public byte[] Body { get; set; } = [];
}
