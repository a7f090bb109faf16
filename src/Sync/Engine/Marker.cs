using FileStorage.Sync.Planning;
using FileStorage.Sync.Trees;

namespace FileStorage.Sync.Engine;

/// <summary>Says which decisions a change of a tree touches: its own, and those about what has or wants the same place.</summary>
internal sealed class Marker(SyncTrees trees, Agenda agenda)
{
    /// <summary>Call before and after a change of the node.</summary>
    public void Local(LocalNode node)
    {
        agenda.Mark(Subject.Of(node.Key));
        if (trees.Synced.FindByKey(node.Key) is { } synced)
        {
            agenda.Mark(Subject.Of(synced.Id));
        }

        if (node.Parent is not { } folder || trees.IdOf(folder) is not { } parentId)
        {
            return;
        }

        if (trees.Synced.FindByPlace(parentId, node.NormalName) is { } atPlace)
        {
            agenda.Mark(Subject.Of(atPlace.Id));
        }

        if (trees.Remote.FindChild(parentId, node.NormalName) is { } there)
        {
            agenda.Mark(Subject.Of(there.Id));
        }
    }

    /// <summary>Something left a folder; one that was deleted on the server goes when it is empty.</summary>
    public void Left(LocalNode folder)
    {
        if (trees.Synced.FindByKey(folder.Key) is { } synced)
        {
            agenda.Mark(Subject.Of(synced.Id));
        }
    }

    /// <summary>Call before and after a change of the node.</summary>
    public void Remote(RemoteNode node)
    {
        agenda.Mark(Subject.Of(node.Id));
        if (node.ParentId == Guid.Empty)
        {
            return;
        }

        agenda.Mark(Subject.Of(node.ParentId));
        if (trees.LocalFolderOf(node.ParentId)?.Children?.Find(node.Name) is { } here)
        {
            agenda.Mark(Subject.Of(here.Key));
        }
    }

    public void RemoteWithAllBelow(RemoteNode node)
    {
        var stack = new Stack<RemoteNode>([node]);
        while (stack.TryPop(out var next))
        {
            agenda.Mark(Subject.Of(next.Id));
            foreach (var child in next.AllChildren)
            {
                stack.Push(child);
            }
        }
    }

    /// <summary>Call before and after a change of the node.</summary>
    public void Synced(SyncedNode node)
    {
        agenda.Mark(Subject.Of(node.Id));
        agenda.Mark(Subject.Of(node.Key));
        if (trees.LocalFolderOf(node.ParentId)?.Children?.Find(node.Name) is { } here)
        {
            agenda.Mark(Subject.Of(here.Key));
        }
    }

    /// <summary>A folder has found its counterpart: what lies in it on either side can be decided about.</summary>
    public void ChildrenOf(SyncedNode folder)
    {
        foreach (var child in trees.Remote.Find(folder.Id)?.AllChildren ?? [])
        {
            agenda.Mark(Subject.Of(child.Id));
        }

        foreach (var child in trees.LocalOf(folder)?.AllChildren ?? [])
        {
            agenda.Mark(Subject.Of(child.Key));
        }
    }
}
