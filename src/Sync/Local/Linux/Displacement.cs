using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace FileStorage.Sync.Local.Linux;

/// <summary>
/// Takes a file of the user out of its place into the staging folder, looks at what came out, and puts it back if that is not what was expected.
/// Between the two another program may write, and this process may be killed: a note beside it (the target of a link that leads nowhere, one
/// system call) says what was expected and where it belongs, so that the next start puts back what was not to go.
/// </summary>
internal sealed unsafe class Displacement(OwnFolder own, OpenFolders folders)
{
    public const string Prefix = "out-";
    public const string NoteSuffix = ".note";

    private const int LongestNote = 4096 + 256;

    /// <summary>Removes a file from its place for good, if it is what is expected and nobody writes to it.</summary>
    public LocalOutcome Remove(SafeFileHandle parent, LocalPath path, LocalEntry expected, long number)
    {
        var name = Prefix + number.ToString(CultureInfo.InvariantCulture);
        if (WriteNote(name, path, expected, default) is { } failed)
        {
            return failed;
        }

        var error = OpenFolders.Rename(parent, path.Name, own.Staging, name, LibC.RenameNoReplace);
        if (error != 0)
        {
            Forget(name);
            return Errno.MeansMissing(error) ? new LocalOutcome.Changed() : LinuxErrors.OutcomeOf(error, path.Value);
        }

        if (Judge(name, expected) is { } wrong)
        {
            PutBack(parent, path.Name, name);
            Forget(name);
            return wrong;
        }

        _ = LibC.UnlinkAt(own.Staging, name, 0);
        Forget(name);
        return new LocalOutcome.Done(null);
    }

    /// <summary>Puts a staged file in the place of exactly <paramref name="replaced"/>, which goes, if nobody writes to it.</summary>
    public LocalOutcome Replace(LinuxStagedFile staged, SafeFileHandle parent, LocalPath path, LocalEntry replaced, long number)
    {
        var name = Prefix + number.ToString(CultureInfo.InvariantCulture);
        if (WriteNote(name, path, replaced, staged.Key) is { } failed)
        {
            return failed;
        }

        var error = OpenFolders.Rename(own.Staging, staged.Name, own.Staging, name, LibC.RenameNoReplace);
        if (error == 0)
        {
            error = OpenFolders.Rename(own.Staging, name, parent, path.Name, LibC.RenameExchange);
            if (error != 0)
            {
                _ = OpenFolders.Rename(own.Staging, name, own.Staging, staged.Name, LibC.RenameNoReplace);
            }
        }

        if (error != 0)
        {
            Forget(name);
            return Errno.MeansMissing(error) ? new LocalOutcome.Changed() : LinuxErrors.OutcomeOf(error, path.Value);
        }

        if (Judge(name, replaced) is { } wrong)
        {
            Undo(staged, parent, path.Name, name);
            Forget(name);
            return wrong;
        }

        staged.IsPublished = true;
        _ = LibC.UnlinkAt(own.Staging, name, 0);
        Forget(name);
        return new LocalOutcome.Done(null);
    }

    /// <summary>Puts back, or removes, what a process that was killed left behind under this name.</summary>
    public void Recover(string name)
    {
        var note = DisplacementNote.Parse(ReadNote(name));
        if (OpenFolders.Look(own.Staging, name, out var found) == 0)
        {
            var entry = folders.EntryOf(found, name);
            if (note is not null && (entry.Key == note.Staged || entry.HasSameContentAs(note.Expected(name))))
            {
                _ = LibC.UnlinkAt(own.Staging, name, 0);
            }
            else
            {
                GiveBack(name, note);
            }
        }

        Forget(name);
    }

    private LocalOutcome? Judge(string name, LocalEntry expected)
    {
        var error = OpenFolders.Look(own.Staging, name, out var found);
        return error != 0 || !folders.EntryOf(found, name).HasSameContentAs(expected) ? new LocalOutcome.Changed()
            : OpenWriters.Any(own.Staging, name) ? new LocalOutcome.Blocked(OpenWriters.Reason)
            : null;
    }

    private void Undo(LinuxStagedFile staged, SafeFileHandle parent, string place, string name)
    {
        if (OpenFolders.Rename(own.Staging, name, parent, place, LibC.RenameExchange) != 0)
        {
            // The file that was put there is gone again: what came out goes to the free place.
            PutBack(parent, place, name);
            staged.IsPublished = true;
            return;
        }

        if (OpenFolders.Look(own.Staging, name, out var out2) == 0 && out2.Key != staged.Key)
        {
            // Yet another program was faster and put its own there; that one is newer and belongs beside the first.
            PutBack(parent, place, name);
            staged.IsPublished = true;
            return;
        }

        _ = OpenFolders.Rename(own.Staging, name, own.Staging, staged.Name, LibC.RenameNoReplace);
    }

    private void GiveBack(string name, DisplacementNote? note)
    {
        var place = note is null ? new LocalPath(name) : note.Path;
        for (var folder = place.Parent; ; folder = folder.Parent)
        {
            using var parent = folders.OpenFolder(folder, out _);
            if (parent is null)
            {
                continue;
            }

            if (note is not null && folder == place.Parent && OpenFolders.Look(parent, place.Name, out var there) == 0 && there.Key == note.Staged
                && OpenFolders.Rename(own.Staging, name, parent, place.Name, LibC.RenameExchange) == 0)
            {
                _ = LibC.UnlinkAt(own.Staging, name, 0);
                return;
            }

            PutBack(parent, place.Name, name);
            return;
        }
    }

    /// <summary>Puts a file of the user where it was, or beside what has the name now.</summary>
    private void PutBack(SafeFileHandle parent, string place, string name)
    {
        for (var attempt = 0; ; attempt++)
        {
            var free = attempt == 0 ? place
                : $"{Path.GetFileNameWithoutExtension(place)} (put back {attempt}){Path.GetExtension(place)}";
            switch (OpenFolders.Rename(own.Staging, name, parent, free, LibC.RenameNoReplace))
            {
                case 0:
                    return;
                case Errno.Exists:
                    break;
                case Errno.NameTooLong when attempt > 0:
                    place = $"put back {name}";
                    break;
                case var error:
                    // It stays in the staging folder; the next start tries again.
                    throw LinuxErrors.Unforeseen(error, $"A file that was moved aside cannot be put back; it is in {OwnFolder.Name}/staging/{name}");
            }
        }
    }

    private LocalOutcome? WriteNote(string name, LocalPath path, LocalEntry expected, LocalKey staged) =>
        LibC.SymbolicLinkAt(DisplacementNote.Of(path, expected, staged).ToString(), own.Staging, name + NoteSuffix) == 0
            ? null
            : LinuxErrors.OutcomeOf(LinuxErrors.Last, path.Value);

    private string ReadNote(string name)
    {
        var buffer = stackalloc byte[LongestNote];
        var length = LibC.ReadLinkAt(own.Staging, name + NoteSuffix, buffer, LongestNote);
        return length <= 0 ? "" : System.Text.Encoding.UTF8.GetString(buffer, (int)length);
    }

    private void Forget(string name) => _ = LibC.UnlinkAt(own.Staging, name + NoteSuffix, 0);
}
