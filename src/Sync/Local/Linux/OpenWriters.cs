using Microsoft.Win32.SafeHandles;

namespace FileStorage.Sync.Local.Linux;

/// <summary>
/// Tells whether a program holds a file open for writing: the kernel grants a read lease only where none does. What such a program writes after
/// the file was replaced or removed would go nowhere.
/// </summary>
internal static class OpenWriters
{
    private const int SetSignal = 10;
    private const int SetLease = 1024;
    private const int ReadLease = 0;
    private const int NoLease = 2;

    // What happens when somebody opens the file while the lease is held; the usual signal would end the process, this one does nothing.
    private const int HarmlessSignal = 23;

    /// <summary>Whether the file directly in <paramref name="folder"/> has a writer; false where the file system cannot tell.</summary>
    public static bool Any(SafeFileHandle folder, string name)
    {
        using var file = OpenFolders.Open(folder, name, LibC.ReadOnly, out _);
        if (file is null || LibC.Control(file, SetSignal, HarmlessSignal) < 0)
        {
            return false;
        }

        if (LibC.Control(file, SetLease, ReadLease) < 0)
        {
            return LinuxErrors.Last == Errno.TryAgain;
        }

        _ = LibC.Control(file, SetLease, NoLease);
        return false;
    }
}
