using FileStorage.Core.Entries;
using FileStorage.Core.Sharing;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Storage.Metadata.Drives;

namespace FileStorage.Grains.Drives;

/// <summary>Closing a drive for good: from this commit on nothing in it is reached by anybody, and nothing comes in.</summary>
internal static class CloseRules
{
    public static async ValueTask<DriveOutcome> DecideAsync(DriveBatch batch, DriveCommand.Close command, CancellationToken cancellationToken)
    {
        if (await batch.FindAsync(batch.DriveId, cancellationToken) is not { } root)
        {
            return new DriveOutcome.NotFound();
        }

        if (root.State is EntryState.Closed)
        {
            return new DriveOutcome.Done(root.ToEntry(batch.Epoch));
        }

        var closed = root with { State = EntryState.Closed };
        foreach (var grant in batch.GrantsOn(root.Id).ToList())
        {
            batch.PutGrant(grant with
            {
                Role = null,
                AtUnixMilliseconds = batch.NowUnixMilliseconds,
                Number = batch.NextNumber,
                IsTold = grant.Kind is GranteeKind.Link or GranteeKind.Everyone,
            });
        }

        batch.QuotaBytes = 0;
        batch.Relocate(root, closed);
        await batch.RecordAsync(ChangeKind.Purged, closed, command.DeviceId, command.OperationId, cancellationToken);
        return new DriveOutcome.Done(closed.ToEntry(batch.Epoch));
    }
}
