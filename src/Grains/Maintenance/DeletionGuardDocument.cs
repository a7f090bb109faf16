using FileStorage.Core.Chunks;

namespace FileStorage.Grains.Maintenance;

/// <summary>The marks that this service left, by the kind of the store, and who keeps it from deleting. The property names are a stored format.</summary>
internal sealed class DeletionGuardDocument
{
    public Dictionary<ChunkStoreKind, LeftMark> Marks { get; set; } = [];

    /// <summary>Who holds the stores as they are, and until when, in milliseconds since 1970.</summary>
    public Dictionary<Guid, long> Holds { get; set; } = [];
}
