using FileStorage.Core.Names;
using FileStorage.Sync.Local;
using FileStorage.Sync.State;
using FileStorage.Sync.Trees;

namespace FileStorage.Sync.Planning;

/// <content>What only this device has.</content>
internal sealed partial class Planner
{
    private Decision DecideLocalOnly(LocalNode here)
    {
        var subject = Subject.Of(here.Key);
        var folder = here.Parent!;
        if (here.Entry.Kind is LocalKind.Special)
        {
            return Decision.Report("Links and special files are not synced.");
        }

        if (folder.Children!.Find(here.NormalName) != here)
        {
            return Decision.Report("Another name in its folder differs only in how its characters are written.");
        }

        if (NameProblemOf(here) is { } problem)
        {
            return Decision.Report(problem);
        }

        if (trees.IdOf(folder) is not { } parentId)
        {
            return folder == Local.Root ? Decision.Nothing : Decision.Wait(Subject.Of(folder.Key));
        }

        if (pending.GetValueOrDefault(subject) is { Kind: CommandKind.Upload } command && here.IsFile)
        {
            return Decision.Do(new Operation.Upload(here.Key, FileId: null, ExpectedEtag: null, command.ParentId, command.Name) { Subject = subject });
        }

        if (parentId != Remote.Root?.Id && Remote.Find(parentId) is not { IsFolder: true })
        {
            return RemakeRemoteFolder(folder);
        }

        if (Remote.FindChild(parentId, here.NormalName) is { } occupant)
        {
            return Synced.Find(occupant.Id) is null && !scope.IsIncluded(trees.PathOf(occupant), occupant.IsFolder)
                ? Decision.Report("On the server something that takes no part in sync has its name.")
                : Decision.Wait(Subject.Of(occupant.Id));
        }

        return here.IsFolder
            ? Decision.Do(new Operation.MakeRemoteFolder(here.Key, parentId, here.NormalName) { Subject = subject })
            : Decision.Do(new Operation.Upload(here.Key, FileId: null, ExpectedEtag: null, parentId, here.NormalName) { Subject = subject });
    }

    /// <summary>
    /// Something that stays needs a folder that was deleted on the server: the topmost such folder is made anew there and takes the place of the
    /// old one, so that what else was deleted in it stays deleted.
    /// </summary>
    private Decision RemakeRemoteFolder(LocalNode folder)
    {
        while (true)
        {
            var above = folder.Parent!;
            if (trees.SyncedOf(folder) is not { } synced || trees.IdOf(above) is not { } parentId)
            {
                return Decision.Wait(Canonical(Subject.Of(folder.Key)));
            }

            var subject = Subject.Of(synced.Id);
            if (parentId == Remote.Root?.Id || Remote.Find(parentId) is { IsFolder: true })
            {
                if (Remote.FindAnywhere(synced.Id) is { } hidden && Remote.Find(synced.Id) is not null && !scope.IsIncluded(trees.PathOf(hidden), true))
                {
                    return Decision.Report("Its folder takes no part in sync on the server.");
                }

                return Remote.FindChild(parentId, folder.NormalName) is { } occupant
                    ? MergeWith(occupant, synced)
                    : Decision.DoAndWait(new Operation.MakeRemoteFolder(folder.Key, parentId, folder.NormalName) { Subject = subject });
            }

            folder = above;
        }
    }

    /// <summary>A folder that is to be made anew finds its name taken: as a folder that is new on both sides.</summary>
    private static Decision MergeWith(RemoteNode occupant, SyncedNode synced) =>
        occupant.Id == synced.Id
            ? Decision.Wait(Subject.Of(synced.Id))
            : Decision.DoAndWait(new Operation.Forget([synced.Id]) { Subject = Subject.Of(synced.Id) });

    private static string? NameProblemOf(LocalNode here)
    {
        var problem = EntryName.TryNormalize(here.NormalName, out _);
        return problem is NameProblem.None ? null : EntryName.Describe(problem);
    }
}
