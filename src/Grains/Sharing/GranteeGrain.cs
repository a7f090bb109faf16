using System.Collections.Immutable;
using FileStorage.Grains.Documents;
using FileStorage.Grains.Interfaces.Sharing;
using FileStorage.Storage.Metadata;

namespace FileStorage.Grains.Sharing;

/// <inheritdoc cref="IGranteeGrain"/>
[GrainType("grantee")]
internal sealed class GranteeGrain(
    [PersistentState("grantee", MetadataServices.DocumentStorage)] IPersistentState<GranteeDocument> document) : Grain, IGranteeGrain
{
    /// <summary>Of grants that were taken back; older ones are dropped.</summary>
    private const int MaxRemembered = 1000;

    private List<GranteeShare> Shares => document.State.Shares;

    public async Task RecordAsync(ReceivedShare share, CancellationToken cancellationToken)
    {
        var known = Shares.Find(one => one.DriveId == share.DriveId && one.EntryId == share.EntryId);
        if (known?.Number >= share.Number)
        {
            return;
        }

        if (known is not null)
        {
            Shares.Remove(known);
        }

        if (Shares.Count >= IGranteeGrain.MaxShares)
        {
            return;
        }

        Shares.Add(new GranteeShare
        {
            DriveId = share.DriveId,
            EntryId = share.EntryId,
            Role = share.Role,
            GrantedBy = share.GrantedBy,
            At = share.At,
            Number = share.Number,
        });
        foreach (var old in Shares.Where(one => one.Role is null).SkipLast(MaxRemembered).ToList())
        {
            Shares.Remove(old);
        }

        await document.WriteOrRetireAsync(this);
    }

    public Task<ImmutableArray<ReceivedShare>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<ImmutableArray<ReceivedShare>>(
    [
        .. Shares.Where(share => share.Role is not null).Select(share => new ReceivedShare
        {
            DriveId = share.DriveId,
            EntryId = share.EntryId,
            Role = share.Role,
            GrantedBy = share.GrantedBy,
            At = share.At,
            Number = share.Number,
        }),
    ]);
}
