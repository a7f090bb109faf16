using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Storage.Metadata.Drives;

namespace FileStorage.Grains.Drives;

/// <summary>Empties a drive that was closed: what lies in its root and in its trash is marked, and purged in the usual order by what follows.</summary>
internal sealed class ClosedDrive(IDriveStore store, DriveCommitter committer)
{
    private const int MaxMarked = 200;

    public async Task<bool> IsClosedAsync(CancellationToken cancellationToken) =>
        await store.FindEntryAsync(committer.Drive.Id, committer.Drive.Id, cancellationToken) is { State: EntryState.Closed };

    /// <summary>Marks some. True if any was: there may be more.</summary>
    public async Task<bool> MarkAsync(CancellationToken cancellationToken)
    {
        var driveId = committer.Drive.Id;
        var rows = await store.ListChildrenAsync(driveId, driveId, afterName: null, MaxMarked, cancellationToken);
        rows.AddRange(await store.ListTrashAsync(driveId, afterEntryId: null, MaxMarked, cancellationToken));
        if (rows.Count == 0)
        {
            return false;
        }

        await committer.RunAsync(async (batch, token) =>
        {
            foreach (var known in rows)
            {
                if (await batch.FindAsync(known.Id, token) is { State: not EntryState.Purging } row)
                {
                    batch.Relocate(row, row with { State = EntryState.Purging });
                }
            }

            return new DriveOutcome.NotFound();
        });
        return true;
    }
}
