using FileStorage.Core.Entries;
using FileStorage.Sync.Local;
using FileStorage.Sync.Remote;

namespace FileStorage.Tests.Simulation.Sync;

/// <summary>Somebody works in the browser, on the model.</summary>
internal sealed class ModelBrowser(ModelDrive drive, SyncWorld world)
{
    public void Act(SyncUsers users)
    {
        var live = drive.All.Where(entry => entry.Id != drive.RootId && drive.FindLive(entry.Id) is not null).ToList();
        var folders = live.Where(entry => entry.Kind is EntryKind.Folder).Append(drive[drive.RootId]).ToList();
        var entry = live.Count == 0 ? null : live[world.Random.Next(live.Count)];
        var parent = folders[world.Random.Next(folders.Count)];
        switch (world.Random.Next(6))
        {
            case < 2 when entry is not null:
                world.Tell($"browser: move {entry.Name} to {parent.Name}/");
                drive.Move(world.Random.NextGuid(), entry.Id, parent.Id, users.PickName());
                break;
            case 2 when entry is not null:
                world.Tell($"browser: trash {entry.Name}");
                drive.Trash(world.Random.NextGuid(), entry.Id, expectedEtag: null);
                break;
            case 3 when drive.All.LastOrDefault(trashed => trashed.State is RemoteState.Trashed) is { } trashed:
                world.Tell($"browser: restore {trashed.Name}");
                drive.Restore(trashed);
                break;
            case 4 when entry is { Kind: EntryKind.File }:
                world.Tell($"browser: write {entry.Name}");
                drive.Write(Upload(entry, parent), users.NewContent());
                break;
            default:
                drive.MakeFolder(world.Random.NextGuid(), parent.Id, users.PickName());
                break;
        }
    }

    private RemoteUpload Upload(ModelEntry entry, ModelEntry parent) => new()
    {
        OperationId = world.Random.NextGuid(),
        FileId = entry.Id,
        ExpectedEtag = entry.Etag,
        ParentId = parent.Id,
        Name = entry.Name,
        Path = LocalPath.Root,
        Local = new LocalEntry
        {
            Key = default,
            Name = entry.Name,
            Kind = LocalKind.File,
            SizeBytes = 0,
            ModifiedTicks = world.Clock.GetUtcNow().UtcTicks,
            ChangedTicks = 0,
            Executable = world.Random.Chance(0.2),
        },
    };
}
