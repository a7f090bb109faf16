using FileStorage.Storage.Chunks.Marks;

namespace FileStorage.Storage.Chunks.Disk;

/// <summary>The folder of packs.</summary>
internal interface IPackFolder
{
    /// <summary>Every pack there is.</summary>
    IReadOnlyList<PackInfo> List();

    /// <summary>Makes a new pack for writing; its name is durable on return.</summary>
    /// <exception cref="StorageFullException">The disk is full.</exception>
    IPackFile Create(ulong number);

    /// <summary>Opens an existing pack for reading, or null where there is none.</summary>
    IPackFile? OpenForReading(ulong number);

    /// <summary>Opens an existing pack for marking records as deleted, or null where there is none.</summary>
    IPackFile? OpenForDeleting(ulong number);

    /// <summary>Removes a pack.</summary>
    void Delete(ulong number);

    /// <summary>What whoever deletes here leaves.</summary>
    IStoreMark Mark { get; }

    /// <summary>What anyone but the system's administrator may still write to the disk.</summary>
    long FreeBytes { get; }

    /// <summary>Size of the disk.</summary>
    long TotalBytes { get; }
}
