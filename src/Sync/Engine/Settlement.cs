using FileStorage.Core.Entries;
using FileStorage.Sync.Execution;
using FileStorage.Sync.Local;
using FileStorage.Sync.Planning;
using FileStorage.Sync.Remote;
using FileStorage.Sync.State;
using FileStorage.Sync.Trees;

namespace FileStorage.Sync.Engine;

/// <summary>Writes what a step has done into the trees.</summary>
internal sealed class Settlement(
    SyncTrees trees, Ledger ledger, Marker marker, Agenda agenda, Scanner scanner, NewsReader news, Moments moments, Tally tally)
{
    /// <summary>A step on this device was done.</summary>
    public void Settle(StepResult result, LocalOutcome.Done done)
    {
        switch (result.Step)
        {
            case Operation.MakeLocalFolder step:
                if (Show(step.ParentKey, done.Entry!) is { } folder)
                {
                    ledger.Put(SyncedWith(result.Told!, folder.Entry, result));
                    tally.Add(SyncAction.MadeFolderHere, LocalTree.PathOf(folder));
                }

                break;
            case Operation.Download step:
                Settle(result, step, done.Entry!);
                break;
            case Operation.Merge step:
                Settle(result, step, done.Entry!);
                break;
            case Operation.MoveLocal step:
                Settle(step, done.Entry!);
                break;
            case Operation.RemoveLocal step:
                Remove(step.Key, SyncAction.DeletedHere);
                ledger.Forget(step.Subject.Id);
                break;
            case Operation.SetAttributes step:
                if (trees.Local.Find(step.Key)?.Parent is { } home && Show(home.Key, done.Entry!) is { } changed
                    && trees.Synced.Find(step.Subject.Id) is { } synced)
                {
                    ledger.Put(Observed(synced, done.Entry!) with { VersionId = result.Told!.VersionId, Sha256 = result.Told.Sha256 });
                    tally.Add(SyncAction.ChangedAttributes, LocalTree.PathOf(changed));
                }

                break;
            case Operation.Hash:
                trees.RememberHash(done.Entry!, result.Sha256!.Value);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(result), result.Step, "Not a step on this device.");
        }
    }

    /// <summary>A command to the server was done.</summary>
    public void Settle(StepResult result, RemoteOutcome.Done done)
    {
        var entry = done.Entry;
        switch (result.Step)
        {
            case Operation.MakeRemoteFolder step:
                news.TakeAnswer(entry, result.StartedAt, result.IsRepeated);
                Settle(step, entry);
                break;
            case Operation.Upload step:
                news.TakeAnswer(entry, result.StartedAt, result.IsRepeated);
                Settle(result, step, entry);
                break;
            case Operation.MoveRemote step:
                news.TakeAnswer(entry, result.StartedAt, result.IsRepeated);
                if (trees.Synced.Find(step.Subject.Id) is { } moved)
                {
                    ledger.Put(moved with { ParentId = step.ParentId, Name = step.Name });
                    tally.Add(SyncAction.MovedThere, trees.PathOf(moved) ?? LocalPath.Root);
                }

                break;
            case Operation.TrashRemote step:
                SettleTrash(step.Subject.Id, result);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(result), result.Step, "Not a command to the server.");
        }
    }

    private void Settle(StepResult result, Operation.Download step, LocalEntry entry)
    {
        if (step.ReplacedKey is { } replaced && replaced != entry.Key)
        {
            Remove(replaced, action: null);
        }

        if (Show(step.ParentKey, entry) is not { } file)
        {
            return;
        }

        // The digest is of what was written, whatever the file is like by now.
        trees.RememberHash(entry, result.Sha256!.Value);
        var told = result.Told!;
        var synced = SyncedWith(told, entry, result) with { Sha256 = result.Sha256 };
        if (trees.Synced.Find(told.Id) is { } before && step.ReplacedKey is not null)
        {
            synced = synced with { ParentId = before.ParentId, Name = before.Name };
        }

        ledger.Put(synced);
        tally.Add(SyncAction.Downloaded, LocalTree.PathOf(file), entry.SizeBytes);
    }

    /// <summary>What is here is now an edit of the server's version, and is sent as such.</summary>
    private void Settle(StepResult result, Operation.Merge step, LocalEntry entry)
    {
        if (trees.Local.FindAnywhere(step.Key)?.Parent is not { } home)
        {
            scanner.RequestAll();
            return;
        }

        if (step.Key != entry.Key)
        {
            Remove(step.Key, action: null);
        }

        if (Show(home.Key, entry) is not { } file)
        {
            return;
        }

        trees.RememberHash(entry, result.Sha256!.Value);
        if (trees.Synced.Find(step.Subject.Id) is { } before)
        {
            var told = result.Told!;
            ledger.Put(before with { VersionId = told.VersionId, Sha256 = told.Sha256, Key = entry.Key, LocalSizeBytes = -1 });
        }

        tally.Add(SyncAction.Merged, LocalTree.PathOf(file));
    }

    private void Settle(Operation.MoveLocal step, LocalEntry entry)
    {
        if (Show(step.ParentKey, entry) is not { } moved)
        {
            return;
        }

        var path = LocalTree.PathOf(moved);
        if (moved.IsFolder)
        {
            scanner.FolderMoved();
        }

        if (step.Reason is MoveReason.Conflict)
        {
            tally.Add(SyncAction.KeptConflictCopy, path);
        }
        else if (trees.Synced.Find(step.Subject.Id) is { } synced && trees.IdOf(moved.Parent!) is { } parentId)
        {
            ledger.Put(synced with { ParentId = parentId, Name = moved.NormalName });
            tally.Add(SyncAction.MovedHere, path);
        }
    }

    private void Settle(Operation.MakeRemoteFolder step, RemoteEntry entry)
    {
        var made = new SyncedNode { Id = entry.Id, ParentId = step.ParentId, Name = step.Name, Kind = EntryKind.Folder, Key = step.Key };
        if (!step.Subject.IsLocal && trees.Synced.Find(step.Subject.Id) is { } old)
        {
            ledger.Replace(old, made);
        }
        else
        {
            ledger.Put(made);
        }

        ledger.DropPending(step.Subject);
        tally.Add(SyncAction.MadeFolderThere, trees.PathOf(made) ?? LocalPath.Root);
    }

    private void Settle(StepResult result, Operation.Upload step, RemoteEntry entry)
    {
        var sent = result.Here!;
        var command = result.Command!;
        var before = trees.Synced.Find(entry.Id);
        var synced = new SyncedNode
        {
            Id = entry.Id,
            ParentId = before?.ParentId ?? step.ParentId,
            Name = before?.Name ?? step.Name,
            Kind = EntryKind.File,
            VersionId = entry.VersionId,
            Sha256 = entry.Sha256 ?? result.Sha256,
            Key = step.Key,
            LocalSizeBytes = sent.SizeBytes,
            LocalModifiedTicks = sent.ModifiedTicks,
            LocalExecutable = sent.Executable,
        };

        // A repeated command answers what its first attempt did, which may have sent an earlier content of ours; and what the entry is like now
        // may be somebody else's doing. Only a version that is known to be ours is a base for what is here.
        // Where a hash is not known, the time that went with the content tells: another content may well have its size.
        var isSent = entry is { Sha256: { } theirs } && result.Sha256 is { } ours
            ? theirs == ours
            : ContentMark.Of(sent).Fits(entry.SizeBytes, entry.ModifiedAt);
        if (!isSent)
        {
            var isOurs = command.Contents.Any(content => content.Fits(entry.SizeBytes, entry.ModifiedAt));
            synced = synced with { LocalSizeBytes = -1, VersionId = isOurs ? entry.VersionId : Guid.Empty };
        }

        if (result.Sha256 is { } sha256)
        {
            trees.RememberHash(sent, sha256);
        }

        ledger.DropPending(step.Subject);
        ledger.Put(synced);
        tally.Add(SyncAction.Uploaded, trees.PathOf(synced) ?? LocalPath.Root, sent.SizeBytes);
    }

    private void SettleTrash(Guid id, StepResult result)
    {
        ledger.DropPending(Subject.Of(id));
        var path = trees.Synced.Find(id) is { } synced ? trees.PathOf(synced) : null;
        var told = trees.Remote.FindAnywhere(id);
        if (told is null)
        {
            ledger.Forget(id);
            return;
        }

        var stack = new Stack<RemoteNode>([told]);
        while (stack.TryPop(out var next))
        {
            ledger.Forget(next.Id);
            foreach (var child in next.AllChildren)
            {
                stack.Push(child);
            }
        }

        marker.Remote(told);
        if (told.ToldAt >= result.StartedAt || result.IsRepeated)
        {
            // Somebody may have brought it back since: the news knows.
            news.Need();
        }
        else
        {
            trees.Remote.Apply(told.Entry with { State = RemoteState.Trashed });
            told.AnsweredAt = moments.Next();
            ledger.StoreRemote(told);
            marker.Remote(told);
        }

        tally.Add(SyncAction.DeletedThere, path ?? LocalPath.Root);
    }

    /// <summary>Shows an entry in a folder; null where the folder itself has gone meanwhile, and looking again will tell.</summary>
    private LocalNode? Show(LocalKey folderKey, LocalEntry entry)
    {
        if (trees.Local.Find(folderKey) is not { } folder)
        {
            scanner.RequestAll();
            return null;
        }

        if (trees.Local.FindAnywhere(entry.Key) is { } before)
        {
            marker.Local(before);
        }

        var node = trees.Local.Put(folder, entry);
        node.PutAt = moments.Next();
        marker.Local(node);
        return node;
    }

    private void Remove(LocalKey key, SyncAction? action)
    {
        if (trees.Local.FindAnywhere(key) is not { } node)
        {
            return;
        }

        var path = LocalTree.PathOf(node);
        var folder = node.Parent;
        marker.Local(node);
        trees.Local.Remove(node, moments.Next());
        trees.ForgetHash(key);
        agenda.Wake(Subject.Of(key));
        if (folder is not null)
        {
            marker.Left(folder);
        }

        if (action is { } done)
        {
            tally.Add(done, path);
        }
    }

    private static SyncedNode Observed(SyncedNode synced, LocalEntry here) => synced with
    {
        Key = here.Key,
        LocalSizeBytes = here.SizeBytes,
        LocalModifiedTicks = here.ModifiedTicks,
        LocalExecutable = here.Executable,
    };

    private static SyncedNode SyncedWith(RemoteEntry told, LocalEntry here, StepResult result) => new()
    {
        Id = result.Step.Subject.Id,
        ParentId = told.ParentId,
        Name = told.Name,
        Kind = told.Kind,
        VersionId = told.VersionId,
        Sha256 = told.Sha256,
        Key = here.Key,
        LocalSizeBytes = told.Kind is EntryKind.Folder ? 0 : here.SizeBytes,
        LocalModifiedTicks = told.Kind is EntryKind.Folder ? 0 : here.ModifiedTicks,
        LocalExecutable = told.Kind is EntryKind.File && here.Executable,
    };
}
