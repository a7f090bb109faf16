using System.Collections.Immutable;
using FileStorage.Core.Entries;
using FileStorage.Core.Sharing;
using FileStorage.Grains.Interfaces.Deletions;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Storage.Metadata.Drives;

namespace FileStorage.Grains.Drives;

// How much lies below a folder, and whether a device deletes more of it than it should without somebody's word.
internal sealed partial class DriveGrain
{
    // What is more than this is too much, whatever it is exactly.
    private const long MaxCounted = 1_000_000;

    private FolderSums? _sums;

    public async Task<ImmutableArray<long?>> SumFoldersAsync(ImmutableArray<Guid> folderIds, CancellationToken cancellationToken)
    {
        _ = Committer;
        var sums = _sums ??= new FolderSums(store, Tree);
        var bytes = ImmutableArray.CreateBuilder<long?>(folderIds.Length);
        var budget = FolderSums.MaxEntries;
        foreach (var folderId in folderIds)
        {
            var (sum, cost) = await sums.SumAsync(DriveId, folderId, budget, cancellationToken);
            bytes.Add(sum);
            budget -= cost;
        }

        return bytes.MoveToImmutable();
    }

    // Asked before the command waits for its turn, because it reads more than a command does. What the command then finds may be less.
    private async Task<bool> IsHeldAsync(DriveCommand command, CancellationToken cancellationToken)
    {
        if (!command.IsGuarded || await FindDeletedAsync(command, cancellationToken) is not { } entry)
        {
            return false;
        }

        // Whoever may not do it is told that by the command itself.
        if (command.Viewer is { } viewer
            && !(await Shared.FindAsync(viewer, entry.Id, cancellationToken) is { } seen && seen.Rights.HasFlag(Rights.Change)))
        {
            return false;
        }

        var guard = GrainFactory.GetGrain<IMassDeletionGrain>(DriveId);
        var number = Committer.Drive.NextNumber - 1;
        var since = await guard.OpenAsync(command.DeviceId, number, cancellationToken);
        var wish = new DeletionWish
        {
            OperationId = command.OperationId,
            DeviceId = command.DeviceId,
            AccountId = command.Origin?.AccountId,
            OwnerId = Committer.Drive.OwnerId,
            EntryId = entry.Id,
            Entries = command is DriveCommand.Purge ? 0 : await CountAsync(entry, since, cancellationToken),
            JournalNumber = number,
        };
        var verdict = await guard.AdmitAsync(wish, cancellationToken);
        if (verdict is DeletionVerdict.SayHowManyThereAre)
        {
            var live = await store.CountSubtreeAsync(DriveId, DriveId, since, MaxCounted, cancellationToken);
            verdict = await guard.AdmitAsync(wish with { LiveEntries = live }, cancellationToken);
        }

        return verdict is DeletionVerdict.Held;
    }

    // A file that is replaced by a move is a save as many programs do it; a folder is not.
    private async ValueTask<EntryRow?> FindDeletedAsync(DriveCommand command, CancellationToken cancellationToken)
    {
        var row = command switch
        {
            DriveCommand.Trash trash => await Tree.FindAsync(trash.EntryId, cancellationToken),
            DriveCommand.Purge purge => await Tree.FindAsync(purge.EntryId, cancellationToken),
            DriveCommand.Move { Replace: true } move => await Tree.FindChildAsync(new ChildKey(move.ParentId, move.Name), cancellationToken),
            _ => null,
        };
        return row is null || row.DriveId != DriveId
            || row.State is not (EntryState.Live or EntryState.Trashed)
            || (row.State is EntryState.Trashed) != (command is DriveCommand.Purge)
            || (command is DriveCommand.Move move2 && (row.Kind is EntryKind.File || row.Id == move2.EntryId))
            ? null
            : row;
    }

    // An entry with all below it, as far as it was there at that number of the journal.
    private async ValueTask<long> CountAsync(EntryRow row, long since, CancellationToken cancellationToken) =>
        (row.CreatedNumber <= since ? 1 : 0)
        + (row is { Kind: EntryKind.Folder, TargetEntryId: null } ? await store.CountSubtreeAsync(DriveId, row.Id, since, MaxCounted, cancellationToken) : 0);
}
