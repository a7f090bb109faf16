using FileStorage.Core.Conflicts;
using FileStorage.Core.Entries;
using FileStorage.Sync.Ignoring;
using FileStorage.Sync.Local;
using FileStorage.Sync.Remote;
using FileStorage.Sync.State;
using FileStorage.Sync.Trees;

namespace FileStorage.Sync.Planning;

/// <summary>
/// Decides what is to be done about one subject, from the three trees alone. It is asked again after every step, so it never plans further than
/// the next one; docs/sync.md has the rules as a table.
/// </summary>
internal sealed partial class Planner(
    SyncTrees trees, IReadOnlyDictionary<Subject, PendingCommand> pending, ISyncScope scope, IPlacesInUse places, PlanSettings settings)
{
    private RemoteTree Remote => trees.Remote;

    private LocalTree Local => trees.Local;

    private SyncedTree Synced => trees.Synced;

    /// <summary>The subject under which decisions about this one are made: a local file that is an entry's counterpart goes by the entry.</summary>
    public Subject Canonical(Subject subject) =>
        subject.IsLocal && Local.Find(subject.Key) is { } node && trees.SyncedOf(node) is { } synced ? Subject.Of(synced.Id) : subject;

    /// <param name="subject">What to decide about.</param>
    /// <param name="breakRing">Whether it is one of several that wait for each other's names: then it steps aside.</param>
    public Decision Decide(Subject subject, bool breakRing = false)
    {
        subject = Canonical(subject);
        if (subject.IsLocal)
        {
            return Local.Find(subject.Key) is { Parent: not null } node ? DecideLocalOnly(node) : Decision.Nothing;
        }

        var told = Remote.Find(subject.Id);
        if (Synced.Find(subject.Id) is { } synced)
        {
            return DecideSynced(synced, told, breakRing);
        }

        return told is null ? Decision.Nothing : DecideRemoteOnly(told);
    }

    private Decision DecideSynced(SyncedNode synced, RemoteNode? told, bool breakRing)
    {
        if (told is not null && !scope.IsIncluded(trees.PathOf(told), told.IsFolder))
        {
            // Where the rules have changed, both sides are left alone; what was moved out of what is synced leaves this device.
            if (trees.PathOf(synced) is not { } path || !scope.IsIncluded(path, synced.IsFolder))
            {
                return Forget(synced);
            }

            told = null;
        }

        var here = trees.LocalOf(synced);
        return (told, here) switch
        {
            (null, null) => IsUnsettled(synced, out var missing) ? Decision.Wait(missing) : Forget(synced),
            (not null, null) => DecideDeletedHere(synced, told),
            (null, not null) => DecideDeletedThere(synced, here),
            _ => DecideBoth(synced, told, here, breakRing),
        };
    }

    private Decision DecideBoth(SyncedNode synced, RemoteNode told, LocalNode here, bool breakRing)
    {
        if (synced.Key != here.Key)
        {
            // Another file has taken the name, and with it what the entry is; that it holds the same is not known.
            return Agree(synced with { Key = here.Key, LocalSizeBytes = synced.IsFolder ? 0 : -1 });
        }

        if (IsMoved(synced, told))
        {
            return IsAt(here, told.ParentId, told.Name)
                ? Agree(synced with { ParentId = told.ParentId, Name = told.Name })
                : MoveLocal(synced, told, here, breakRing);
        }

        if (!IsAt(here, synced.ParentId, synced.Name))
        {
            return MoveRemote(synced, told, here, breakRing);
        }

        return synced.IsFolder ? Decision.Nothing : DecideContent(synced, told, here);
    }

    private Decision DecideContent(SyncedNode synced, RemoteNode told, LocalNode here)
    {
        var subject = Subject.Of(synced.Id);
        if (pending.GetValueOrDefault(subject) is { Kind: CommandKind.Upload } command)
        {
            // Its outcome comes first: what looks like somebody else's version may be ours.
            return Decision.Do(new Operation.Upload(here.Key, synced.Id, command.ExpectedEtag, told.ParentId, told.Name) { Subject = subject });
        }

        var isEditedThere = told.Entry.VersionId != synced.VersionId;
        var isEditedHere = !synced.HasContentOf(here.Entry);
        if (isEditedHere && isEditedThere)
        {
            // Forgotten, they are two files that want one name; equal contents are found out there, too.
            return MayMerge(synced, told, here) ? Merge(synced, told, here) : Forget(synced);
        }

        if (isEditedThere)
        {
            return told.Entry.Sha256 is { } sha && sha == synced.Sha256
                ? Decision.Do(new Operation.SetAttributes(here.Key) { Subject = subject })
                : Decision.Do(new Operation.Download(here.Parent!.Key, here.Entry.Name, here.Key) { Subject = subject });
        }

        return isEditedHere ? UploadEdit(synced, told, here) : Decision.Nothing;
    }

    private Decision UploadEdit(SyncedNode synced, RemoteNode told, LocalNode here)
    {
        var subject = Subject.Of(synced.Id);
        if (here.Entry.SizeBytes == told.Entry.SizeBytes && here.Entry.Executable == synced.LocalExecutable && synced.Sha256 is { } known)
        {
            // Touched, copied back or saved without a change: worth a look before anything is sent.
            switch (trees.HashOf(here))
            {
                case null:
                    return Decision.Do(new Operation.Hash(here.Key) { Subject = subject });
                case { } sha when sha == known:
                    return Agree(Observed(synced, here));
            }
        }

        return Decision.Do(new Operation.Upload(here.Key, synced.Id, told.Entry.Etag, told.ParentId, told.Name) { Subject = subject });
    }

    private static Decision Merge(SyncedNode synced, RemoteNode told, LocalNode here)
    {
        var executable = here.Entry.Executable == synced.LocalExecutable ? told.Entry.Executable : here.Entry.Executable;
        return Decision.Do(new Operation.Merge(here.Key, synced.VersionId, executable) { Subject = Subject.Of(synced.Id) });
    }

    private bool MayMerge(SyncedNode synced, RemoteNode told, LocalNode here) =>
        settings.MergesText
        && synced.VersionId != Guid.Empty
        && here.Entry.SizeBytes <= TextMerge.MaxBytes && told.Entry.SizeBytes <= TextMerge.MaxBytes
        && !trees.Contradictions.Contains(synced.Id, told.Entry.VersionId, here.Entry);

    /// <summary>What the server has and this device never had, or has forgotten.</summary>
    private Decision DecideRemoteOnly(RemoteNode told)
    {
        if (!scope.IsIncluded(trees.PathOf(told), told.IsFolder))
        {
            return Decision.Nothing;
        }

        var subject = Subject.Of(told.Id);
        if (trees.LocalFolderOf(told.ParentId) is not { } folder)
        {
            return Decision.Wait(Subject.Of(told.ParentId));
        }

        if (folder.Children?.Find(told.Name) is not { } occupant)
        {
            return told.IsFolder
                ? Decision.Do(new Operation.MakeLocalFolder(folder.Key, told.Name) { Subject = subject })
                : Decision.Do(new Operation.Download(folder.Key, told.Name, ReplacedKey: null) { Subject = subject });
        }

        if (occupant.Entry.Kind is LocalKind.Special)
        {
            return Decision.Report("A link or special file has its name on this device.");
        }

        if (trees.SyncedOf(occupant) is { } other)
        {
            return IsSettledAt(other, occupant)
                ? Decision.Report($"This device cannot tell its name from \"{occupant.Entry.Name}\".")
                : Decision.Wait(Subject.Of(other.Id));
        }

        return occupant.NormalName == told.Name
            ? DecideSameName(told, occupant)
            : MoveToConflictName(occupant);
    }

    /// <summary>Made on both sides under one name, or edited on both.</summary>
    private Decision DecideSameName(RemoteNode told, LocalNode here)
    {
        var subject = Subject.Of(here.Key);
        if (places.FindUser(here.Parent!.Key, here.NormalName) is { } user)
        {
            return Decision.Wait(user);
        }

        if (pending.GetValueOrDefault(subject) is { Kind: CommandKind.Upload })
        {
            return Decision.Wait(subject);
        }

        if (told.IsFolder != here.IsFolder)
        {
            return MoveToConflictName(here);
        }

        if (told.IsFolder)
        {
            return Agree(SyncedWith(told.Entry, here));
        }

        if (here.Entry.SizeBytes == told.Entry.SizeBytes && told.Entry.Sha256 is { } there)
        {
            switch (trees.HashOf(here))
            {
                case null:
                    return Decision.DoAndWait(new Operation.Hash(here.Key) { Subject = subject });
                case { } sha when sha == there:
                    // A version nobody has heard of lets the server's times and bits be taken over.
                    var isWhollyEqual = here.Entry.Executable == told.Entry.Executable;
                    return Agree(SyncedWith(told.Entry, here) with { VersionId = isWhollyEqual ? told.Entry.VersionId : Guid.Empty });
            }
        }

        return MoveToConflictName(here);
    }

    private static bool IsMoved(SyncedNode synced, RemoteNode told) => told.ParentId != synced.ParentId || told.Name != synced.Name;

    private bool IsAt(LocalNode here, Guid parentId, string name) =>
        here.NormalName == name && here.Parent is { } folder && trees.IdOf(folder) == parentId;

    /// <summary>Whether an entry is where the server has it, so that it will not make room.</summary>
    private bool IsSettledAt(SyncedNode synced, LocalNode here) =>
        Remote.Find(synced.Id) is { } told && IsAt(here, told.ParentId, told.Name);

    private static SyncedNode Observed(SyncedNode synced, LocalNode here) => synced with
    {
        Key = here.Key,
        LocalSizeBytes = here.Entry.SizeBytes,
        LocalModifiedTicks = here.Entry.ModifiedTicks,
        LocalExecutable = here.Entry.Executable,
    };

    private static SyncedNode SyncedWith(RemoteEntry told, LocalNode here) => new()
    {
        Id = told.Id,
        ParentId = told.ParentId,
        Name = told.Name,
        Kind = told.Kind,
        VersionId = told.VersionId,
        Sha256 = told.Sha256,
        Key = here.Key,
        LocalSizeBytes = told.Kind is EntryKind.Folder ? 0 : here.Entry.SizeBytes,
        LocalModifiedTicks = told.Kind is EntryKind.Folder ? 0 : here.Entry.ModifiedTicks,
        LocalExecutable = told.Kind is EntryKind.File && here.Entry.Executable,
    };

    private static Decision Agree(SyncedNode node) => Decision.Do(new Operation.Agree(node) { Subject = Subject.Of(node.Id) });

    private static Decision Forget(SyncedNode node) => Decision.Do(new Operation.Forget([node.Id]) { Subject = Subject.Of(node.Id) });
}
