using FileStorage.Core.Chunks;

namespace FileStorage.Grains.Maintenance;

/// <summary>The marks that this service left, by the kind of the store. The property names are a stored format.</summary>
internal sealed class DeletionGuardDocument
{
    public Dictionary<ChunkStoreKind, LeftMark> Marks { get; set; } = [];
}
