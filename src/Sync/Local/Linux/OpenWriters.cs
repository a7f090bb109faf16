using Microsoft.Win32.SafeHandles;

namespace FileStorage.Sync.Local.Linux;

/// <summary>
/// Tells whether a program holds a file open for writing: the kernel grants a read lease only where none does. What such a program writes after
/// the file was replaced or removed would go nowhere.
/// </summary>
internal static class OpenWriters
{
    public const string Reason = "Another program holds it open for writing.";

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
        if (!TryHold(file))
        {
            return true;
        }

        Release(file);
        return false;
    }

    /// <summary>
    /// Lets whoever wants to write wait until <see cref="Release"/>; false where somebody writes already. True also where the file system, or a
    /// file that is not ours, cannot be held.
    /// </summary>
    public static bool TryHold(SafeFileHandle? file) =>
        file is null || LibC.Control(file, SetSignal, HarmlessSignal) < 0
        || LibC.Control(file, SetLease, ReadLease) >= 0 || LinuxErrors.Last != Errno.TryAgain;

    public static void Release(SafeFileHandle? file)
    {
        if (file is not null)
        {
            _ = LibC.Control(file, SetLease, NoLease);
        }
    }
}
