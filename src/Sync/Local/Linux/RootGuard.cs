using Microsoft.Win32.SafeHandles;

namespace FileStorage.Sync.Local.Linux;

/// <summary>Knows the root again: the same folder at the same path, with its mark in it.</summary>
internal sealed class RootGuard(string rootPath, in Statx root, OpenFolders folders, OwnFolder own)
{
    private readonly Statx _root = root;

    /// <exception cref="LocalRootLostException">It is not the folder that was opened.</exception>
    public void Check()
    {
        if (OpenFolders.Look(folders.Root, OwnFolder.Name, out var there) != 0
            || OpenFolders.Look(own.Handle, out var opened) != 0
            || there.Inode != opened.Inode || there.Device != opened.Device
            || !own.IsMarked())
        {
            throw new LocalRootLostException($"{rootPath} is not the folder that was synced: its {OwnFolder.Name} folder is missing.");
        }

        using var now = OpenAgain();
        if (now is null || OpenFolders.Look(now, out var found) != 0 || found.Inode != _root.Inode || found.Device != _root.Device)
        {
            throw new LocalRootLostException($"{rootPath} is no longer the folder that was synced: it was moved, deleted, or another disk is mounted.");
        }
    }

    private SafeFileHandle? OpenAgain()
    {
        var opened = LibC.OpenAt(LibC.CurrentFolder, rootPath, LibC.PathOnly | LibC.Folder | LibC.CloseOnExec, 0);
        return opened < 0 ? null : new SafeFileHandle(opened, ownsHandle: true);
    }
}
