using FileStorage.Core.Entries;
using FileStorage.Sync.Planning;
using FileStorage.Sync.Trees;

namespace FileStorage.Sync.Engine;

/// <summary>Finds everything about which something is to be decided, when all three trees are there for the first time.</summary>
internal static class Comparison
{
    /// <param name="trees">The trees.</param>
    /// <param name="agenda">Takes the marks.</param>
    /// <param name="ledger">Holds the commands whose outcome is not known.</param>
    /// <param name="hasNewRules">What takes part in sync has changed.</param>
    public static void MarkDifferences(SyncTrees trees, Agenda agenda, Ledger ledger, bool hasNewRules)
    {
        foreach (var synced in trees.Synced.All)
        {
            if (hasNewRules || !IsSettled(trees, synced))
            {
                agenda.Mark(Subject.Of(synced.Id));
            }
        }

        foreach (var told in trees.Remote.All)
        {
            if (trees.Synced.Find(told.Id) is null && told != trees.Remote.Root)
            {
                agenda.Mark(Subject.Of(told.Id));
            }
        }

        foreach (var here in trees.Local.All)
        {
            if (here.Parent is not null && trees.Synced.FindByKey(here.Key) is null)
            {
                agenda.Mark(Subject.Of(here.Key));
            }
        }

        foreach (var subject in ledger.Pending.Keys.ToList())
        {
            // Whoever sent it has gone; what came of it shows on the server.
            if (subject.IsLocal ? trees.Local.Find(subject.Key) is null : trees.Synced.Find(subject.Id) is null)
            {
                ledger.DropPending(subject);
            }
            else
            {
                agenda.Mark(subject);
            }
        }
    }

    private static bool IsSettled(SyncTrees trees, SyncedNode synced) =>
        trees.Remote.Find(synced.Id) is { } told
        && told.Entry.VersionId == synced.VersionId && told.ParentId == synced.ParentId && told.Name == synced.Name
        && trees.Local.Find(synced.Key) is { } here
        && here.NormalName == synced.Name && here.IsFolder == (synced.Kind is EntryKind.Folder) && synced.HasContentOf(here.Entry)
        && here.Parent is { } folder && trees.IdOf(folder) == synced.ParentId;
}
