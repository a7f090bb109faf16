using Microsoft.Win32.SafeHandles;

namespace FileStorage.Sync.Local.Linux;

// What changes the folder.
public sealed partial class LinuxFolder
{
    /// <summary>Larger files are flushed by themselves: small ones should not wait for them.</summary>
    private const long LargestGroupedBytes = 4 * 1024 * 1024;

    public async ValueTask<LocalOutcome> MakeFolderAsync(LocalPath path, CancellationToken cancellationToken)
    {
        using var parent = _folders.OpenFolder(path.Parent, out var error);
        if (parent is null)
        {
            return NoParent(error, path);
        }

        if (LibC.MakeFolderAt(parent, path.Name, FileModes.NewFolder) < 0)
        {
            return LinuxErrors.OutcomeOf(LinuxErrors.Last, path.Value);
        }

        LocalOutcome outcome = OpenFolders.Look(parent, path.Name, out var made) == 0
            ? new LocalOutcome.Done(_folders.EntryOf(made, path.Name))
            : new LocalOutcome.Changed();
        await SyncFolderAsync(parent);
        return outcome;
    }

    public async ValueTask<LocalOutcome> MoveAsync(LocalPath source, LocalPath target, LocalEntry expected, CancellationToken cancellationToken)
    {
        using var from = _folders.OpenFolder(source.Parent, out var error);
        if (from is null)
        {
            CheckRoot();
            return Errno.MeansMissing(error) ? new LocalOutcome.Changed() : LinuxErrors.OutcomeOf(error, source.Value);
        }

        using var to = _folders.OpenFolder(target.Parent, out error);
        if (to is null)
        {
            return NoParent(error, target);
        }

        if (!IsExpected(from, source.Name, expected))
        {
            CheckRoot();
            return new LocalOutcome.Changed();
        }

        error = OpenFolders.Rename(from, source.Name, to, target.Name, LibC.RenameNoReplace);
        if (error != 0)
        {
            // A folder cannot go into itself: since the plan was made somebody moved the one into the other.
            return Errno.MeansMissing(error) || (error == Errno.Invalid && target.IsWithin(source))
                ? new LocalOutcome.Changed()
                : LinuxErrors.OutcomeOf(error, target.Value);
        }

        if (!IsExpected(to, target.Name, expected))
        {
            _ = OpenFolders.Rename(to, target.Name, from, source.Name, LibC.RenameNoReplace);
            return new LocalOutcome.Changed();
        }

        await SyncFolderAsync(to);
        await SyncFolderAsync(from);
        return new LocalOutcome.Done(expected with { Name = target.Name });
    }

    public async ValueTask<LocalOutcome> RemoveAsync(LocalPath path, LocalEntry expected, CancellationToken cancellationToken)
    {
        using var parent = _folders.OpenFolder(path.Parent, out var error);
        if (parent is null || !IsExpected(parent, path.Name, expected))
        {
            CheckRoot();
            return parent is null && !Errno.MeansMissing(error) ? LinuxErrors.OutcomeOf(error, path.Value) : new LocalOutcome.Changed();
        }

        LocalOutcome outcome = expected.Kind switch
        {
            LocalKind.File => _displacement.Remove(parent, path, expected, NextNumber()),
            LocalKind.Folder when LibC.UnlinkAt(parent, path.Name, LibC.RemoveFolder) == 0 => new LocalOutcome.Done(null),
            LocalKind.Folder => LinuxErrors.Last is var failed && Errno.MeansMissing(failed)
                ? new LocalOutcome.Changed()
                : LinuxErrors.OutcomeOf(failed, path.Value),
            _ => throw new ArgumentException($"{expected.Kind} is never removed.", nameof(expected)),
        };
        if (outcome is LocalOutcome.Done)
        {
            await SyncFolderAsync(parent);
        }

        return outcome;
    }

    public ValueTask<IStagedFile> StageAsync(long sizeBytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult<IStagedFile>(LinuxStagedFile.Create(_own, NextNumber(), sizeBytes));
    }

    public async ValueTask<LocalOutcome> PublishAsync(
        IStagedFile staged, LocalPath path, LocalEntry? replaced, DateTimeOffset modifiedAt, bool executable, CancellationToken cancellationToken)
    {
        var file = (LinuxStagedFile)staged;
        using var parent = _folders.OpenFolder(path.Parent, out var error);
        if (parent is null)
        {
            return NoParent(error, path);
        }

        var mode = _modes.NewFile(executable);
        if (replaced is not null)
        {
            if (OpenFolders.Look(parent, path.Name, out var old) != 0 || !_folders.EntryOf(old, path.Name).HasSameContentAs(replaced))
            {
                CheckRoot();
                return new LocalOutcome.Changed();
            }

            // A file that only its owner may read stays so. Where the owner cannot be kept, the file is ours.
            mode = FileModes.With(old.Permissions & FileModes.NewFolder, executable);
            if (old.User != _root.User || old.Group != _root.Group || FileModes.IsAdministrator)
            {
                _ = LibC.ChangeOwner(file.Handle, old.User, old.Group);
            }
        }

        error = file.SetAttributes(mode, modifiedAt);
        if (error != 0)
        {
            return LinuxErrors.OutcomeOf(error, path.Value);
        }

        // As it is before anybody else can reach it: what another program does to it from then on must show as a change.
        if (OpenFolders.Look(file.Handle, out var made) is not 0 and var failed)
        {
            throw LinuxErrors.Unforeseen(failed, path.Value);
        }

        await SyncFileAsync(file);
        LocalOutcome outcome;
        if (replaced is null)
        {
            error = OpenFolders.Rename(_own.Staging, file.Name, parent, path.Name, LibC.RenameNoReplace);
            file.IsPublished = error == 0;
            outcome = error == 0 ? new LocalOutcome.Done(null)
                : Errno.MeansMissing(error) ? new LocalOutcome.ParentMissing()
                : LinuxErrors.OutcomeOf(error, path.Value);
        }
        else
        {
            outcome = _displacement.Replace(file, parent, path, replaced, NextNumber());
        }

        if (outcome is not LocalOutcome.Done)
        {
            return outcome;
        }

        await SyncFolderAsync(parent);
        return new LocalOutcome.Done(_folders.EntryOf(made, path.Name));
    }

    public async ValueTask<LocalOutcome> SetAttributesAsync(
        LocalPath path, LocalEntry expected, DateTimeOffset modifiedAt, bool executable, CancellationToken cancellationToken)
    {
        using var parent = _folders.OpenFolder(path.Parent, out var error);
        using var file = parent is null ? null : OpenFolders.Open(parent, path.Name, LibC.PathOnly, out error);
        using var readable = parent is null ? null : OpenFolders.Open(parent, path.Name, LibC.ReadOnly, out _);
        if (file is null)
        {
            CheckRoot();
            return Errno.MeansMissing(error) ? new LocalOutcome.Changed() : LinuxErrors.OutcomeOf(error, path.Value);
        }

        // Nobody writes between the look and the change of the time, which would hide what was written.
        if (!OpenWriters.TryHold(readable))
        {
            return new LocalOutcome.Blocked(OpenWriters.Reason);
        }

        LocalEntry entry;
        try
        {
            if (OpenFolders.Look(file, out var found) != 0 || !_folders.EntryOf(found, path.Name).HasSameContentAs(expected))
            {
                return new LocalOutcome.Changed();
            }

            error = FileModes.Set(file, found.Permissions, executable, modifiedAt);
            if (error != 0 || OpenFolders.Look(file, out found) != 0)
            {
                return LinuxErrors.OutcomeOf(error, path.Value);
            }

            entry = _folders.EntryOf(found, path.Name);
        }
        finally
        {
            OpenWriters.Release(readable);
        }

        await SyncFolderAsync(parent!);
        return new LocalOutcome.Done(entry);
    }

    private bool IsExpected(SafeFileHandle folder, string name, LocalEntry expected) =>
        OpenFolders.Look(folder, name, out var found) == 0
        && (expected.Kind is LocalKind.Folder
            ? found.IsFolder && found.Key == expected.Key
            : _folders.EntryOf(found, name).HasSameContentAs(expected));

    private LocalOutcome NoParent(int error, LocalPath path)
    {
        CheckRoot();
        return Errno.MeansMissing(error) ? new LocalOutcome.ParentMissing() : LinuxErrors.OutcomeOf(error, path.Value);
    }

    private ValueTask SyncFolderAsync(SafeFileHandle folder) =>
        OpenFolders.Look(folder, out var found) == 0 ? _sync.SyncAsync(folder, found.Key) : ValueTask.CompletedTask;

    private async ValueTask SyncFileAsync(LinuxStagedFile file)
    {
        if (file.SizeBytes <= LargestGroupedBytes)
        {
            await _sync.SyncAsync(file.Handle, file.Key);
            return;
        }

        if (await Task.Run(() => LibC.Sync(file.Handle) == 0 ? 0 : LinuxErrors.Last) is not 0 and var error)
        {
            throw LinuxErrors.Unforeseen(error, "A download cannot be written");
        }
    }

    private long NextNumber() => Interlocked.Increment(ref _numbers);
}
