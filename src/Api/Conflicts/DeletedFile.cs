using FileStorage.Api.Callers;
using FileStorage.Api.Files;
using FileStorage.Api.Problems;
using FileStorage.Api.Trees;
using FileStorage.Core.Conflicts;
using FileStorage.Core.Names;
using FileStorage.Grains.Interfaces.Devices;
using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Api.Conflicts;

/// <summary>Edit against delete keeps the edit: finds a place for an edit whose file was deleted meanwhile.</summary>
internal sealed class DeletedFile(IGrainFactory grains, TimeProvider clock)
{
    private const int MaxNames = 100;

    /// <summary>
    /// Takes the file out of the trash, under a name of its own where its name is taken; where its folder is gone too, names the path it
    /// had, to be made anew.
    /// </summary>
    /// <exception cref="ProblemException">404: it was purged, and nothing is known of it.</exception>
    public async Task<(FilePlace Place, FileConflict Conflict)> BringBackAsync(
        Caller caller, Guid fileId, CancellationToken cancellationToken)
    {
        var item = await caller.Tree.GetAsync(fileId, cancellationToken);
        var entry = item.Entry;
        if (entry.TrashedAt is not null && await TryRestoreAsync(caller, item, cancellationToken))
        {
            return (new FilePlace.Existing(fileId), new FileConflict(ConflictOutcome.Restored, entry));
        }

        return entry.Path.IsDefault
            ? throw Problem.NotFound("There is no such item.")
            : (new FilePlace.At(EntryPath.Of(entry.Path), MakeParents: true), new FileConflict(ConflictOutcome.Recreated, entry));
    }

    /// <summary>The names for what lost its name, best first.</summary>
    public async Task<IEnumerable<string>> NamesAsync(Caller caller, string name, CancellationToken cancellationToken)
    {
        var device = await grains.GetGrain<IDeviceGrain>(caller.DeviceId).DescribeAsync(cancellationToken);
        var date = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        return Enumerable.Range(1, MaxNames).Select(attempt => ConflictName.Of(name, device?.Name ?? "", date, isFolder: false, attempt));
    }

    private async Task<bool> TryRestoreAsync(Caller caller, TreeItem item, CancellationToken cancellationToken)
    {
        var drive = grains.GetGrain<IDriveGrain>(item.PlaceDriveId);
        foreach (var name in (await NamesAsync(caller, item.Entry.Name, cancellationToken)).Prepend(item.Entry.Name))
        {
            var outcome = await drive.ExecuteAsync(
                new DriveCommand.Restore
                {
                    OperationId = Guid.CreateVersion7(),
                    DeviceId = caller.DeviceId,
                    Viewer = item.PlaceViewer,
                    EntryId = item.PlaceEntryId,
                    Name = name,
                },
                cancellationToken);
            switch (outcome)
            {
                // Not found: somebody else has just restored it.
                case DriveOutcome.Done or DriveOutcome.NotFound:
                    return true;
                case DriveOutcome.ParentMissing:
                    return false;
                case DriveOutcome.NameTaken:
                    break;
                default:
                    throw DriveAnswer.Explain(outcome);
            }
        }

        return false;
    }
}
