using FileStorage.Core.Conflicts;
using FileStorage.Sync.Local;
using FileStorage.Sync.Trees;

namespace FileStorage.Sync.Planning;

/// <content>Places: where the two sides disagree, the server's move wins.</content>
internal sealed partial class Planner
{
    /// <summary>Far more conflicts of one name on one day than anybody will have.</summary>
    private const int MaxConflictNames = 10_000;

    private Decision MoveLocal(SyncedNode synced, RemoteNode told, LocalNode here, bool breakRing)
    {
        if (trees.LocalFolderOf(told.ParentId) is not { } folder)
        {
            // The folder it belongs into may want the name it still has.
            return breakRing ? StepAside(synced, told, here) : Decision.Wait(Subject.Of(told.ParentId));
        }

        if (LocalTree.IsWithin(folder, here))
        {
            return OpenLocalRing(here, folder);
        }

        var occupant = folder.Children?.Find(told.Name);
        if (occupant is null || occupant == here)
        {
            return Move(Subject.Of(synced.Id), here, folder, told.Name, MoveReason.Follow);
        }

        if (trees.SyncedOf(occupant) is not { } other)
        {
            return occupant.Entry.Kind is LocalKind.Special
                ? Decision.Report("A link or special file has its new name on this device.")
                : MoveToConflictName(occupant);
        }

        if (IsSettledAt(other, occupant))
        {
            return Decision.Report($"This device cannot tell its name from \"{occupant.Entry.Name}\".");
        }

        return breakRing ? StepAside(synced, told, here) : Decision.Wait(Subject.Of(other.Id));
    }

    private Decision MoveRemote(SyncedNode synced, RemoteNode told, LocalNode here, bool breakRing)
    {
        var folder = here.Parent!;
        if (trees.IdOf(folder) is not { } parentId)
        {
            return breakRing ? StepAsideThere(synced, here) : Decision.Wait(Subject.Of(folder.Key));
        }

        if (parentId != Remote.Root?.Id && Remote.Find(parentId) is not { IsFolder: true })
        {
            return RemakeRemoteFolder(folder);
        }

        if (NameProblemOf(here) is { } problem)
        {
            return Decision.Report(problem);
        }

        if (Remote.Find(parentId) is { } target && RemoteTree.IsWithin(target, synced.Id))
        {
            return OpenRemoteRing(synced, told, here, target, breakRing);
        }

        var occupant = Remote.FindChild(parentId, here.NormalName);
        if (occupant is null || occupant.Id == synced.Id)
        {
            return Decision.Do(new Operation.MoveRemote(parentId, here.NormalName) { Subject = Subject.Of(synced.Id) });
        }

        if (Synced.Find(occupant.Id) is not { } other)
        {
            // Somebody else made something of that name.
            return MoveToConflictName(here);
        }

        if (IsMoved(other, occupant))
        {
            // Somebody else moved something to that name; it comes here, too.
            return MoveToConflictName(here);
        }

        // What has the name may be moved away first; or it was deleted here, and is the folder that this was moved out of.
        return breakRing ? StepAsideThere(synced, here) : Decision.Wait(Subject.Of(other.Id));
    }

    /// <summary>
    /// On this device the target lies inside of what is to move there. Something between them was moved: by the server, then that comes first; by
    /// this device, then it is moved back, for the server's move wins.
    /// </summary>
    private Decision OpenLocalRing(LocalNode here, LocalNode target)
    {
        for (var between = target; between != here; between = between!.Parent)
        {
            if (trees.SyncedOf(between!) is not { } synced || Remote.Find(synced.Id) is not { } told || IsAt(between!, told.ParentId, told.Name))
            {
                continue;
            }

            return IsMoved(synced, told) || trees.LocalFolderOf(told.ParentId) is not { } home || LocalTree.IsWithin(home, between!)
                ? Decision.Wait(Subject.Of(synced.Id))
                : MoveBack(synced, told, between!, home);
        }

        return Decision.Report("The folder it belongs into lies inside of it.");
    }

    /// <summary>On the server the target lies inside of what this device moved there.</summary>
    private Decision OpenRemoteRing(SyncedNode synced, RemoteNode told, LocalNode here, RemoteNode target, bool breakRing)
    {
        for (var between = target; between is not null && between.Id != synced.Id; between = between.Parent)
        {
            if (Synced.Find(between.Id) is { } other && !IsMoved(other, between)
                && trees.LocalOf(other) is { } place && !IsAt(place, between.ParentId, between.Name))
            {
                // Another move of this device will open it.
                return breakRing ? MoveLocal(synced, told, here, breakRing: false) : Decision.Wait(Subject.Of(other.Id));
            }
        }

        return MoveLocal(synced, told, here, breakRing);
    }

    private Decision MoveBack(SyncedNode synced, RemoteNode told, LocalNode here, LocalNode home)
    {
        var occupant = home.Children?.Find(told.Name);
        if (occupant is null || occupant == here)
        {
            return Decision.DoAndWait(new Operation.MoveLocal(here.Key, home.Key, told.Name, MoveReason.Follow) { Subject = Subject.Of(synced.Id) });
        }

        return trees.SyncedOf(occupant) is null && occupant.Entry.Kind is not LocalKind.Special
            ? MoveToConflictName(occupant)
            : Decision.DoAndWait(
                new Operation.MoveLocal(here.Key, home.Key, FreeName(here, told.Name, told.ParentId), MoveReason.Aside) { Subject = Subject.Of(synced.Id) });
    }

    /// <summary>
    /// Out of the way of whoever waits for its name or for its folder to be empty: under a free name, as near as can be to where it is to go.
    /// </summary>
    private Decision StepAside(SyncedNode synced, RemoteNode told, LocalNode here)
    {
        for (var above = told.Parent; above is not null; above = above.Parent)
        {
            if (trees.LocalFolderOf(above.Id) is { } folder && !LocalTree.IsWithin(folder, here))
            {
                return Move(Subject.Of(synced.Id), here, folder, FreeName(here, here.NormalName, above.Id), MoveReason.Aside);
            }
        }

        return Decision.Report("There is no folder to put it aside.");
    }

    /// <summary>The same on the server.</summary>
    private Decision StepAsideThere(SyncedNode synced, LocalNode here)
    {
        for (var above = here.Parent; above is not null; above = above.Parent)
        {
            if (trees.IdOf(above) is { } id && (id == Remote.Root?.Id || Remote.Find(id) is { } folder && !RemoteTree.IsWithin(folder, synced.Id)))
            {
                return Decision.Do(new Operation.MoveRemote(id, FreeName(here, synced.Name, id)) { Subject = Subject.Of(synced.Id) });
            }
        }

        return Decision.Report("There is no folder on the server to put it aside.");
    }

    /// <summary>A local thing makes room for one of the server. As another file it is uploaded, as a moved one it is moved there.</summary>
    private Decision MoveToConflictName(LocalNode here)
    {
        var subject = Canonical(Subject.Of(here.Key));
        if (places.FindUser(here.Parent!.Key, here.NormalName) is { } user)
        {
            return Decision.Wait(user);
        }

        var name = FreeName(here, here.NormalName, trees.IdOf(here.Parent!));
        return Decision.DoAndWait(new Operation.MoveLocal(here.Key, here.Parent!.Key, name, MoveReason.Conflict) { Subject = subject });
    }

    private static Decision Move(Subject subject, LocalNode here, LocalNode folder, string name, MoveReason reason) =>
        Decision.Do(new Operation.MoveLocal(here.Key, folder.Key, name, reason) { Subject = subject });

    /// <summary>A conflict name that is free on both sides.</summary>
    private string FreeName(LocalNode here, string name, Guid? parentId)
    {
        var folder = parentId is { } id ? trees.LocalFolderOf(id) : here.Parent;
        for (var attempt = 1; attempt <= MaxConflictNames; attempt++)
        {
            var free = ConflictName.Of(name, settings.DeviceName, settings.Today, here.IsFolder, attempt);
            if (folder?.Children?.Find(free) is null && here.Parent?.Children?.Find(free) is null
                && (parentId is not { } there || Remote.FindChild(there, free) is null))
            {
                return free;
            }
        }

        throw new InvalidOperationException("Ten thousand conflict names of one name are taken.");
    }
}
