using FileStorage.Storage.Metadata.Drives;

namespace FileStorage.Grains.Drives.Sharing;

/// <summary>A drive as its last commit left it.</summary>
internal sealed class DriveNow(DriveTree tree, DriveSharing sharing, Guid ownerId) : IAccessSource
{
    public Guid OwnerId => ownerId;

    public ValueTask<EntryRow?> FindAsync(Guid entryId, CancellationToken cancellationToken) => tree.FindAsync(entryId, cancellationToken);

    public IEnumerable<GrantRow> GrantsOn(Guid entryId) => sharing.RowsOn(entryId).Where(grant => grant.Role is not null);
}
