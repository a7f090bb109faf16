using FileStorage.Core.Auditing;
using FileStorage.Core.Entries;
using FileStorage.Core.Identity;
using FileStorage.Core.Names;
using FileStorage.Core.Sharing;
using FileStorage.Grains.Auditing;
using FileStorage.Grains.Drives.Sharing;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Storage.Metadata.Drives;

namespace FileStorage.Grains.Drives;

/// <summary>
/// What a command does to a tree, or why it cannot be done. Every rule reads first and changes the batch last, so that a read that
/// fails leaves the batch as it was.
/// </summary>
internal static class DriveRules
{
    public static ValueTask<DriveOutcome> DecideAsync(DriveBatch batch, DriveCommand command, CancellationToken cancellationToken) =>
        command switch
        {
            DriveCommand.MakeFolder make => MakeFolderAsync(batch, make, cancellationToken),
            DriveCommand.MakePath make => MakePathAsync(batch, make, cancellationToken),
            DriveCommand.Move move => MoveAsync(batch, move, cancellationToken),
            DriveCommand.Trash trash => TrashAsync(batch, trash, cancellationToken),
            DriveCommand.Restore restore => RestoreAsync(batch, restore, cancellationToken),
            DriveCommand.Purge purge => PurgeAsync(batch, purge, cancellationToken),
            DriveCommand.Share share => ShareRules.ShareAsync(batch, share, cancellationToken),
            DriveCommand.MakeMount mount => ShareRules.MountAsync(batch, mount, cancellationToken),
            DriveCommand.Close close => CloseRules.DecideAsync(batch, close, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command, "No such command."),
        };

    private static async ValueTask<DriveOutcome> MakeFolderAsync(
        DriveBatch batch, DriveCommand.MakeFolder command, CancellationToken cancellationToken)
    {
        if (EntryName.TryNormalize(command.Name, out var name) is not NameProblem.None and var problem)
        {
            return new DriveOutcome.NameInvalid(problem);
        }

        if (await batch.FindDepthAsync(command.ParentId, cancellationToken) is not { } depth)
        {
            return new DriveOutcome.ParentMissing();
        }

        if (await RefuseCreationAsync(batch, command, command.ParentId, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        if (depth >= EntryPath.MaxDepth)
        {
            return new DriveOutcome.TooDeep();
        }

        if (await batch.FindChildAsync(command.ParentId, name, cancellationToken) is { } existing)
        {
            return new DriveOutcome.NameTaken(existing.ToEntry(batch.Epoch));
        }

        var folder = NewFolder(batch, command.FolderId, command.ParentId, name);
        batch.Insert(folder);
        await batch.RecordAsync(ChangeKind.Created, folder, command.DeviceId, command.OperationId, cancellationToken);
        return Done(batch, folder);
    }

    private static async ValueTask<DriveOutcome> MakePathAsync(
        DriveBatch batch, DriveCommand.MakePath command, CancellationToken cancellationToken)
    {
        var rootId = command.RootId == Guid.Empty ? batch.DriveId : command.RootId;
        if (await batch.FindDepthAsync(rootId, cancellationToken) is not { } depth
            || await batch.FindAsync(rootId, cancellationToken) is not { } last)
        {
            return new DriveOutcome.ParentMissing();
        }

        if (depth + command.Path.Length > EntryPath.MaxDepth)
        {
            return new DriveOutcome.TooDeep();
        }

        var found = 0;
        for (; found < command.Path.Length; found++)
        {
            if (EntryName.TryNormalize(command.Path[found], out var name) is not NameProblem.None and var problem)
            {
                return new DriveOutcome.NameInvalid(problem);
            }

            if (await batch.FindChildAsync(last.Id, name, cancellationToken) is not { } child)
            {
                break;
            }

            if (child.Kind is not EntryKind.Folder || child.TargetEntryId is not null)
            {
                return new DriveOutcome.NameTaken(child.ToEntry(batch.Epoch));
            }

            last = child;
        }

        var names = new string[command.Path.Length - found];
        for (var i = 0; i < names.Length; i++)
        {
            if (EntryName.TryNormalize(command.Path[found + i], out names[i]) is not NameProblem.None and var problem)
            {
                return new DriveOutcome.NameInvalid(problem);
            }
        }

        // Made all in one folder that is there: whoever may make folders there may make folders in those. Of folders found nothing new is told.
        var needed = names.Length > 0 ? Rights.Create : Rights.Read;
        if (await AccessRules.RefuseAsync(batch, command.Viewer, last.Id, needed, new DriveOutcome.ParentMissing(), cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var now = DateTimeOffset.FromUnixTimeMilliseconds(batch.NowUnixMilliseconds);
        for (var i = 0; i < names.Length; i++)
        {
            last = NewFolder(batch, DerivedId.Of(now, command.OperationId, i), last.Id, names[i]);
            batch.Insert(last);
            var operation = i == names.Length - 1 ? command.OperationId : (Guid?)null;
            await batch.RecordAsync(ChangeKind.Created, last, command.DeviceId, operation, cancellationToken);
        }

        return Done(batch, last);
    }

    private static async ValueTask<DriveOutcome> MoveAsync(
        DriveBatch batch, DriveCommand.Move command, CancellationToken cancellationToken)
    {
        if (EntryName.TryNormalize(command.Name, out var name) is not NameProblem.None and var problem)
        {
            return new DriveOutcome.NameInvalid(problem);
        }

        if (await FindLiveAsync(batch, command.EntryId, cancellationToken) is not { } entry)
        {
            return new DriveOutcome.NotFound();
        }

        if (await RefuseChangeAsync(batch, command, entry, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        if (entry.Id == batch.DriveId)
        {
            return new DriveOutcome.NotPossible("The root folder cannot be moved.");
        }

        if (IsStale(batch, entry, command))
        {
            return new DriveOutcome.Stale(entry.ToEntry(batch.Epoch));
        }

        if (await batch.FindDepthAsync(command.ParentId, cancellationToken) is not { } depth)
        {
            return new DriveOutcome.ParentMissing();
        }

        if (await RefuseCreationAsync(batch, command, command.ParentId, cancellationToken) is { } refusedThere)
        {
            return refusedThere;
        }

        if (depth >= EntryPath.MaxDepth)
        {
            return new DriveOutcome.TooDeep();
        }

        if (await IsAtOrBelowAsync(batch, command.ParentId, entry.Id, cancellationToken))
        {
            return new DriveOutcome.Cycle();
        }

        var existing = await batch.FindChildAsync(command.ParentId, name, cancellationToken);
        if (existing?.Id == entry.Id)
        {
            return Done(batch, entry);
        }

        if (existing is not null)
        {
            if (!command.Replace)
            {
                return new DriveOutcome.NameTaken(existing.ToEntry(batch.Epoch));
            }

            if (await RefuseChangeAsync(batch, command, existing, cancellationToken) is not null)
            {
                return new DriveOutcome.NameTaken(existing.ToEntry(batch.Epoch));
            }

            if (await IsAtOrBelowAsync(batch, entry.Id, existing.Id, cancellationToken))
            {
                return new DriveOutcome.NotPossible("A folder cannot be replaced by something inside it.");
            }

            await PutInTrashAsync(batch, existing, command.DeviceId, operationId: null, cancellationToken);
        }

        var moved = entry with { ParentId = command.ParentId, Name = name };
        await batch.TouchAsync(entry.ParentId, cancellationToken);
        batch.Relocate(entry, moved);
        await batch.RecordAsync(ChangeKind.Moved, entry, moved, command.DeviceId, command.OperationId, cancellationToken);
        return Done(batch, moved);
    }

    private static async ValueTask<DriveOutcome> TrashAsync(
        DriveBatch batch, DriveCommand.Trash command, CancellationToken cancellationToken)
    {
        if (await FindLiveAsync(batch, command.EntryId, cancellationToken) is not { } entry)
        {
            return new DriveOutcome.NotFound();
        }

        if (await RefuseChangeAsync(batch, command, entry, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        if (entry.Id == batch.DriveId)
        {
            return new DriveOutcome.NotPossible("The root folder cannot be deleted.");
        }

        if (IsStale(batch, entry, command))
        {
            return new DriveOutcome.Stale(entry.ToEntry(batch.Epoch));
        }

        return Done(batch, await PutInTrashAsync(batch, entry, command.DeviceId, command.OperationId, cancellationToken));
    }

    private static async ValueTask<DriveOutcome> RestoreAsync(
        DriveBatch batch, DriveCommand.Restore command, CancellationToken cancellationToken)
    {
        var entry = await batch.FindAsync(command.EntryId, cancellationToken);
        if (entry is not { State: EntryState.Trashed } || entry.DriveId != batch.DriveId)
        {
            return new DriveOutcome.NotFound();
        }

        if (await RefuseChangeAsync(batch, command, entry, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        if (EntryName.TryNormalize(command.Name ?? entry.Name, out var name) is not NameProblem.None and var problem)
        {
            return new DriveOutcome.NameInvalid(problem);
        }

        var parentId = command.ParentId ?? entry.ParentId!.Value;
        if (await batch.FindDepthAsync(parentId, cancellationToken) is not { } depth)
        {
            return new DriveOutcome.ParentMissing();
        }

        if (await RefuseCreationAsync(batch, command, parentId, cancellationToken) is { } refusedThere)
        {
            return refusedThere;
        }

        if (depth >= EntryPath.MaxDepth)
        {
            return new DriveOutcome.TooDeep();
        }

        if (await batch.FindChildAsync(parentId, name, cancellationToken) is { } existing)
        {
            return new DriveOutcome.NameTaken(existing.ToEntry(batch.Epoch));
        }

        var restored = entry with
        {
            State = EntryState.Live,
            ParentId = parentId,
            Name = name,
            TrashedUnixMilliseconds = null,
        };
        batch.Relocate(entry, restored);
        await batch.RecordAsync(ChangeKind.Restored, entry, restored, command.DeviceId, command.OperationId, cancellationToken);
        DriveAudit.Record(batch, command, AuditKind.RestoredFromTrash, restored);
        return Done(batch, restored);
    }

    private static async ValueTask<DriveOutcome> PurgeAsync(
        DriveBatch batch, DriveCommand.Purge command, CancellationToken cancellationToken)
    {
        var entry = await batch.FindAsync(command.EntryId, cancellationToken);
        if (entry is not { State: EntryState.Trashed } || entry.DriveId != batch.DriveId)
        {
            return new DriveOutcome.NotFound();
        }

        if (await AccessRules.RefuseAsync(
            batch, command.Viewer, entry.Id, Rights.Share, new DriveOutcome.NotFound(), cancellationToken) is { } refusal)
        {
            return refusal;
        }

        if (command.OnlyIfTrashedBefore is { } before && entry.TrashedUnixMilliseconds >= before.ToUnixTimeMilliseconds())
        {
            return new DriveOutcome.NotPossible("It is not in the trash for so long.");
        }

        var purged = entry with { State = EntryState.Purging };
        batch.Relocate(entry, purged);
        await batch.RecordAsync(ChangeKind.Purged, purged, command.DeviceId, command.OperationId, cancellationToken);
        DriveAudit.Record(batch, command, AuditKind.Purged, purged);
        return Done(batch, purged);
    }

    private static async ValueTask<EntryRow> PutInTrashAsync(
        DriveBatch batch, EntryRow entry, Guid deviceId, Guid? operationId, CancellationToken cancellationToken)
    {
        var trashed = entry with { State = EntryState.Trashed, TrashedUnixMilliseconds = batch.NowUnixMilliseconds };
        batch.Relocate(entry, trashed);
        await batch.RecordAsync(ChangeKind.Trashed, trashed, deviceId, operationId, cancellationToken);
        return trashed;
    }

    private static async ValueTask<EntryRow?> FindLiveAsync(DriveBatch batch, Guid entryId, CancellationToken cancellationToken) =>
        await batch.FindAsync(entryId, cancellationToken) is { } row && await batch.IsReachableAsync(row, cancellationToken) ? row : null;

    private static ValueTask<DriveOutcome?> RefuseCreationAsync(
        DriveBatch batch, DriveCommand command, Guid parentId, CancellationToken cancellationToken) =>
        AccessRules.RefuseAsync(batch, command.Viewer, parentId, Rights.Create, new DriveOutcome.ParentMissing(), cancellationToken);

    // Taking an entry away from where it is also changes its folder: so what was shared itself stays where its owner put it, unless it is
    // offered to be taken over.
    private static async ValueTask<DriveOutcome?> RefuseChangeAsync(
        DriveBatch batch, DriveCommand command, EntryRow entry, CancellationToken cancellationToken)
    {
        var unseen = new DriveOutcome.NotFound();
        return await AccessRules.RefuseAsync(batch, command.Viewer, entry.Id, Rights.Change, unseen, cancellationToken)
            ?? (entry.ParentId is { } parentId && !AccessRules.IsOfferedTo(batch, command.Viewer, entry.Id)
                ? await AccessRules.RefuseAsync(batch, command.Viewer, parentId, Rights.Change, new DriveOutcome.Denied(), cancellationToken)
                : null);
    }

    // A folder something below which changed in this very batch gets its new etag when the batch ends.
    private static bool IsStale(DriveBatch batch, EntryRow entry, DriveCommand command) =>
        command.ExpectedEtag is { } expected
        && (batch.IsTouched(entry.Id) || expected != EntryMapping.EtagOf(entry, batch.Epoch));

    private static async ValueTask<bool> IsAtOrBelowAsync(
        DriveBatch batch, Guid entryId, Guid ancestorId, CancellationToken cancellationToken)
    {
        for (Guid? id = entryId; id is { } current; id = (await batch.FindAsync(current, cancellationToken))?.ParentId)
        {
            if (current == ancestorId)
            {
                return true;
            }
        }

        return false;
    }

    private static EntryRow NewFolder(DriveBatch batch, Guid id, Guid parentId, string name) => new()
    {
        Id = id,
        DriveId = batch.DriveId,
        ParentId = parentId,
        Name = name,
        Kind = EntryKind.Folder,
        ModifiedUnixMilliseconds = batch.NowUnixMilliseconds,
        EtagNumber = batch.NextNumber,
        CreatedNumber = batch.NextNumber,
    };

    private static DriveOutcome.Done Done(DriveBatch batch, EntryRow row) => new(row.ToEntry(batch.Epoch));
}
