using FileStorage.Storage.Metadata.Drives;

namespace FileStorage.Grains.Drives.Sharing;

/// <summary>What the permission function looks at: a drive as it is, or as a batch is about to make it.</summary>
internal interface IAccessSource
{
    Guid OwnerId { get; }

    ValueTask<EntryRow?> FindAsync(Guid entryId, CancellationToken cancellationToken);

    /// <summary>The grants on this very entry that were not taken back.</summary>
    IEnumerable<GrantRow> GrantsOn(Guid entryId);
}
