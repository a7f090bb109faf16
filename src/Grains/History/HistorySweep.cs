using FileStorage.Core.Entries;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Files;
using FileStorage.Grains.Interfaces.History;
using FileStorage.Storage.Metadata.Drives;
using FileStorage.Storage.Metadata.Files;
using FileStorage.Storage.Metadata.Inventory;
using Microsoft.Extensions.Options;

namespace FileStorage.Grains.History;

/// <summary>
/// Looks through all entries for versions and trash that are kept no longer, and has their owners let go of them. Only looks itself; each step
/// is one bounded page, and one that is repeated finds nothing left to do.
/// </summary>
internal sealed class HistorySweep(
    IGrainFactory grains, IInventoryStore inventory, IDriveStore drives, IFileStore files, IOptions<HistoryOptions> options, TimeProvider clock)
{
    private const int Page = 500;
    private const int MaxAtOnce = 16;

    /// <summary>One page after an entry; null where it was the last one.</summary>
    public async Task<(Guid? Next, int Examined, int Changed)> StepAsync(Guid? afterEntryId, CancellationToken cancellationToken)
    {
        var page = await inventory.ListEntriesAsync(afterEntryId, Page, cancellationToken);
        var policies = new Dictionary<Guid, HistoryPolicy>();
        foreach (var driveId in page.Select(entry => entry.DriveId).Distinct())
        {
            policies[driveId] = PolicyDocument.Parse((await drives.LoadDriveAsync(driveId, cancellationToken))?.Policy, options.Value);
        }

        var changed = 0;
        foreach (var some in page.Where(entry => MayBeDue(entry, policies[entry.DriveId])).Chunk(MaxAtOnce))
        {
            changed += (await Task.WhenAll(some.Select(entry => SweepAsync(entry, policies[entry.DriveId], cancellationToken)))).Sum();
        }

        return (page.Count == Page ? page[^1].Id : null, page.Count, changed);
    }

    private bool MayBeDue(EntryRow entry, HistoryPolicy policy) =>
        entry.State is not EntryState.Purging
        && (IsTrashDue(entry, policy) || (entry.Kind is EntryKind.File && entry.VersionNumber > policy.MinVersions));

    private bool IsTrashDue(EntryRow entry, HistoryPolicy policy) =>
        entry.State is EntryState.Trashed && entry.TrashedUnixMilliseconds < TrashedBefore(policy).ToUnixTimeMilliseconds();

    private DateTimeOffset TrashedBefore(HistoryPolicy policy) => clock.GetUtcNow() - TimeSpan.FromDays(policy.TrashDays);

    private async Task<int> SweepAsync(EntryRow entry, HistoryPolicy policy, CancellationToken cancellationToken)
    {
        if (IsTrashDue(entry, policy))
        {
            var purge = new DriveCommand.Purge
            {
                OperationId = Guid.CreateVersion7(clock.GetUtcNow()),
                DeviceId = Guid.Empty,
                EntryId = entry.Id,
                OnlyIfTrashedBefore = TrashedBefore(policy),
            };
            return await grains.GetGrain<IDriveGrain>(entry.DriveId).ExecuteAsync(purge, cancellationToken) is DriveOutcome.Done ? 1 : 0;
        }

        // Looked at here, so that only files with something to let go of are woken.
        var versions = await files.ReadVersionsAsync(entry.DriveId, entry.Id, beforeNumber: null, FileRetention.MaxVersions, cancellationToken);
        return FileRetention.FindSurplus(versions, policy, clock.GetUtcNow()).Count == 0
            ? 0
            : await grains.GetGrain<IFileGrain>(entry.Id).ThinAsync(policy, entry.DriveId, cancellationToken);
    }
}
