using System.Text;
using Microsoft.Win32.SafeHandles;

namespace FileStorage.Sync.Local.Linux;

/// <summary>
/// Opens and looks at what lies below one open folder. Every path is resolved by the kernel in one step that neither leaves that folder nor
/// follows a link (openat2), so that swapping a folder for a link in the very instant leads nowhere.
/// </summary>
internal sealed unsafe class OpenFolders(SafeFileHandle root, ulong device)
{
    public SafeFileHandle Root => root;

    /// <summary>A folder for changing or listing what lies in it; null where it cannot be opened, with the error number.</summary>
    public SafeFileHandle? OpenFolder(LocalPath path, out int error) =>
        Open(root, path.IsRoot ? "." : path.Value, LibC.ReadOnly | LibC.Folder, out error);

    /// <summary>Opens a name below a folder, never through a link and never waiting (a pipe would).</summary>
    public static SafeFileHandle? Open(SafeFileHandle folder, string path, int flags, out int error)
    {
        var bytes = Encoding.UTF8.GetBytes(path + '\0');
        var how = new OpenHow
        {
            Flags = (ulong)(flags | LibC.CloseOnExec | LibC.NotALink | ((flags & LibC.PathOnly) != 0 ? 0 : LibC.NonBlocking)),
            Resolve = OpenHow.StayInside,
        };
        var held = false;
        try
        {
            folder.DangerousAddRef(ref held);
            fixed (byte* name = bytes)
            {
                nint opened;
                do
                {
                    opened = LibC.Call(LibC.CallOpenAt2, folder.DangerousGetHandle(), (nint)name, (nint)(&how), sizeof(OpenHow), 0);
                    error = opened < 0 ? LinuxErrors.Last : 0;
                }
                while (error is Errno.Interrupted or Errno.TryAgain);

                return opened < 0 ? null : new SafeFileHandle(opened, ownsHandle: true);
            }
        }
        finally
        {
            if (held)
            {
                folder.DangerousRelease();
            }
        }
    }

    /// <summary>What a name directly in a folder stands for; 0 or an error number.</summary>
    public static int Look(SafeFileHandle folder, string name, out Statx found)
    {
        var bytes = Encoding.UTF8.GetBytes(name + '\0');
        fixed (byte* pointer = bytes)
        {
            return Look(folder, pointer, LibC.NoFollow, out found);
        }
    }

    /// <summary>The open file itself; 0 or an error number.</summary>
    public static int Look(SafeFileHandle file, out Statx found)
    {
        byte empty = 0;
        return Look(file, &empty, LibC.EmptyPath, out found);
    }

    /// <summary>As <see cref="Look(SafeFileHandle, string, out Statx)"/>, for a name as the kernel gave it.</summary>
    public static int Look(SafeFileHandle folder, byte* name, int flags, out Statx found)
    {
        var held = false;
        try
        {
            folder.DangerousAddRef(ref held);
            fixed (Statx* result = &found)
            {
                return LibC.Call(LibC.CallStatx, folder.DangerousGetHandle(), (nint)name, flags, (nint)Statx.Wanted, (nint)result) < 0
                    ? LinuxErrors.Last
                    : 0;
            }
        }
        finally
        {
            if (held)
            {
                folder.DangerousRelease();
            }
        }
    }

    /// <summary>Renames from one open folder into another; 0 or an error number.</summary>
    public static int Rename(SafeFileHandle source, string name, SafeFileHandle target, string newName, uint flags)
    {
        var (oldBytes, newBytes) = (Encoding.UTF8.GetBytes(name + '\0'), Encoding.UTF8.GetBytes(newName + '\0'));
        var (sourceHeld, targetHeld) = (false, false);
        try
        {
            source.DangerousAddRef(ref sourceHeld);
            target.DangerousAddRef(ref targetHeld);
            fixed (byte* from = oldBytes, to = newBytes)
            {
                return LibC.Call(
                    LibC.CallRenameAt2, source.DangerousGetHandle(), (nint)from, target.DangerousGetHandle(), (nint)to, (nint)flags) < 0
                    ? LinuxErrors.Last
                    : 0;
            }
        }
        finally
        {
            if (sourceHeld)
            {
                source.DangerousRelease();
            }

            if (targetHeld)
            {
                target.DangerousRelease();
            }
        }
    }

    /// <summary>The entry at a path, or null where there is none; <paramref name="error"/> tells none from unreadable.</summary>
    public LocalEntry? Find(LocalPath path, out int error)
    {
        Statx found;
        if (path.IsRoot)
        {
            error = Look(root, out found);
        }
        else
        {
            using var parent = OpenFolder(path.Parent, out error);
            if (parent is null)
            {
                return null;
            }

            error = Look(parent, path.Name, out found);
        }

        return error == 0 ? found.ToEntry(path.Name, device) : null;
    }

    public LocalEntry EntryOf(in Statx found, string name) => found.ToEntry(name, device);
}
