using FileStorage.Storage.Metadata.Chunks;
using FileStorage.Storage.Metadata.Drives;
using FileStorage.Storage.Metadata.Files;

namespace FileStorage.Storage.Metadata.Inventory;

/// <summary>
/// Reads everything in the order of its keys, for `admin check`, sweeps and statistics; changes nothing. Pages are snapshots of their own:
/// a check of a busy service sees what changed between two pages.
/// </summary>
public interface IInventoryStore
{
    /// <summary>Versions by file and number, after the given one (null: from the start).</summary>
    ValueTask<List<VersionRow>> ListVersionsAsync(VersionPosition? after, int limit, CancellationToken cancellationToken);

    /// <summary>Entries of any state and drive by id.</summary>
    ValueTask<List<EntryRow>> ListEntriesAsync(Guid? afterEntryId, int limit, CancellationToken cancellationToken);

    /// <summary>References by chunk, owner and version.</summary>
    ValueTask<List<ChunkReferenceRow>> ListReferencesAsync(ChunkReferenceRow? after, int limit, CancellationToken cancellationToken);

    /// <summary>The kept bytes of every drive's entries. Reads all entries.</summary>
    ValueTask<List<DriveUsage>> SumKeptBytesAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The kept bytes of one drive's entries, in any state: what its used bytes must equal. Reads these alone, by the folders they are in: one whose
    /// folder does not exist is not counted.
    /// </summary>
    ValueTask<long> SumKeptBytesAsync(Guid driveId, CancellationToken cancellationToken);

    /// <summary>Drives by id, after the given one (null: from the start), each with the newest number of its journal.</summary>
    ValueTask<List<DriveJournal>> ListDrivesAsync(Guid? afterDriveId, int limit, CancellationToken cancellationToken);

    /// <summary>Keys of the documents of one kind ("upload.upload"), in ordinal order, after the given one (null: from the start).</summary>
    ValueTask<List<string>> ListDocumentKeysAsync(string kind, string? afterKey, int limit, CancellationToken cancellationToken);

    ValueTask<MetadataCounts> CountAsync(CancellationToken cancellationToken);

    /// <summary>Lets the database check its own structure: an empty list, or what is wrong in its words. Reads all of it.</summary>
    ValueTask<List<string>> CheckIntegrityAsync(CancellationToken cancellationToken);
}
