using FileStorage.Sync.Local;
using FileStorage.Sync.Trees;

namespace FileStorage.Sync.Planning;

/// <content>Deleting on one side. A change of any kind on the other side, also inside of a folder, wins against it.</content>
internal sealed partial class Planner
{
    private Decision DecideDeletedHere(SyncedNode synced, RemoteNode told)
    {
        if (IsUnsettled(synced, out var missing))
        {
            return Decision.Wait(missing);
        }

        if (trees.LocalFolderOf(synced.ParentId) is { IsUnreadable: true })
        {
            return Decision.Report("Its folder cannot be read on this device.");
        }

        if (trees.LocalFolderOf(synced.ParentId)?.Children?.Find(synced.Name) is { Entry.Kind: LocalKind.Special })
        {
            return Decision.Report("A link or special file has taken its place on this device; it stays as it is on the server.");
        }

        if (told.Entry.VersionId != synced.VersionId || IsMoved(synced, told))
        {
            return ForgetWithAllBelow(told);
        }

        // A folder that was deleted with this in it is trashed as one.
        if (told.ParentId != Remote.Root?.Id && Synced.Find(told.ParentId) is { } parent && trees.LocalOf(parent) is null)
        {
            return Decision.Wait(Subject.Of(parent.Id));
        }

        if (!told.IsFolder)
        {
            return Decision.Do(new Operation.TrashRemote(IsFolder: false, Weight: 1) { Subject = Subject.Of(synced.Id) });
        }

        return DecideFolderDeletedHere(synced, told);
    }

    private Decision DecideFolderDeletedHere(SyncedNode folder, RemoteNode told)
    {
        var blockers = new List<Subject>();
        var weight = 1;
        var stack = new Stack<RemoteNode>(told.AllChildren);
        while (stack.TryPop(out var below))
        {
            if (Synced.Find(below.Id) is not { } synced
                || IsMoved(synced, below)
                || below.Entry.VersionId != synced.VersionId
                || !scope.IsIncluded(trees.PathOf(below), below.IsFolder))
            {
                // Something in it is not ours to delete, so the folder stays, and comes back here to hold it.
                return Forget(folder);
            }

            if (trees.LocalOf(synced) is not null)
            {
                blockers.Add(Subject.Of(below.Id));
            }
            else if (IsUnsettled(synced, out var missing))
            {
                blockers.Add(missing);
            }

            weight++;
            foreach (var child in below.AllChildren)
            {
                stack.Push(child);
            }
        }

        return blockers.Count > 0
            ? Decision.Wait(blockers)
            : Decision.Do(new Operation.TrashRemote(IsFolder: true, weight) { Subject = Subject.Of(folder.Id) });
    }

    private Decision DecideDeletedThere(SyncedNode synced, LocalNode here)
    {
        var isMovedHere = !IsAt(here, synced.ParentId, synced.Name);
        if (!synced.IsFolder)
        {
            return isMovedHere || !synced.HasContentOf(here.Entry)
                ? Forget(synced)
                : Decision.Do(new Operation.RemoveLocal(here.Key) { Subject = Subject.Of(synced.Id) });
        }

        if (isMovedHere)
        {
            return ForgetWithAllBelow(synced, here);
        }

        if (here.IsUnreadable)
        {
            return Decision.Report("It was deleted on the server, but cannot be read here.");
        }

        // Each child leaves or is kept by itself; one that is kept makes the folder anew on the server.
        var children = here.AllChildren
            .Where(child => child.Entry.Kind is not LocalKind.Special)
            .Select(child => Canonical(Subject.Of(child.Key)))
            .ToList();
        if (children.Count > 0)
        {
            return Decision.Wait(children);
        }

        return here.OutsiderCount > 0 || here.AllChildren.Any()
            ? Decision.Report("It was deleted on the server, but holds files that take no part in sync.")
            : Decision.Do(new Operation.RemoveLocal(here.Key) { Subject = Subject.Of(synced.Id) });
    }

    /// <summary>Brings back what was deleted here, because it was edited or moved there.</summary>
    private Decision ForgetWithAllBelow(RemoteNode told)
    {
        var ids = new List<Guid>();
        var stack = new Stack<RemoteNode>([told]);
        while (stack.TryPop(out var next))
        {
            if (Synced.Find(next.Id) is { } synced && trees.LocalOf(synced) is null)
            {
                ids.Add(next.Id);
            }

            foreach (var child in next.AllChildren)
            {
                stack.Push(child);
            }
        }

        return Decision.Do(new Operation.Forget(ids) { Subject = Subject.Of(told.Id) });
    }

    /// <summary>Sends anew what was deleted there, because it was moved here.</summary>
    private Decision ForgetWithAllBelow(SyncedNode folder, LocalNode here)
    {
        var ids = new List<Guid>();
        var stack = new Stack<LocalNode>([here]);
        while (stack.TryPop(out var next))
        {
            if (trees.SyncedOf(next) is { } synced && Remote.Find(synced.Id) is null)
            {
                ids.Add(synced.Id);
            }

            foreach (var child in next.AllChildren)
            {
                stack.Push(child);
            }
        }

        return Decision.Do(new Operation.Forget(ids) { Subject = Subject.Of(folder.Id) });
    }

    /// <summary>Whether it was only not found where it had been, and may turn up elsewhere.</summary>
    private bool IsUnsettled(SyncedNode synced, out Subject missing)
    {
        missing = default;
        if (Local.FindAnywhere(synced.Key) is not { } node || Local.IsPresent(node))
        {
            return false;
        }

        while (node.Parent is { } parent)
        {
            node = parent;
        }

        missing = Subject.Of(node.Key);
        return true;
    }
}
