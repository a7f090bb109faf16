using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Sharing;
using FileStorage.Storage.Metadata.Drives;

namespace FileStorage.Grains.Drives.Sharing;

/// <summary>Tells grantees of the grants that were made and taken back: the grants that were not told are its outbox.</summary>
internal sealed class GranteeTeller(IGrainFactory grains, DriveSharing sharing, DriveCommitter committer)
{
    private const int MaxAtOnce = 64;

    /// <summary>One part. True if more is left. Safe to repeat.</summary>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var untold = sharing.ListUntold(MaxAtOnce);
        if (untold.Count == 0)
        {
            return false;
        }

        await Task.WhenAll(untold.Select(grant => TellAsync(grant, cancellationToken)));
        await committer.RunAsync((batch, _) =>
        {
            // What changed while it was told is told once more.
            foreach (var grant in untold.Where(grant => batch.RowsOn(grant.EntryId).Contains(grant)))
            {
                batch.PutGrant(grant with { IsTold = true });
            }

            return ValueTask.FromResult<DriveOutcome>(new DriveOutcome.NotFound());
        });
        return untold.Count == MaxAtOnce;
    }

    private Task TellAsync(GrantRow grant, CancellationToken cancellationToken) =>
        grains.GetGrain<IGranteeGrain>(grant.GranteeId).RecordAsync(
            new ReceivedShare
            {
                DriveId = grant.DriveId,
                EntryId = grant.EntryId,
                Role = grant.Role,
                GrantedBy = grant.GrantedBy,
                At = DateTimeOffset.FromUnixTimeMilliseconds(grant.AtUnixMilliseconds),
                Number = grant.Number,
            },
            cancellationToken);
}
