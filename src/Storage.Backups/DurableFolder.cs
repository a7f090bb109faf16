using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FileStorage.Storage.Backups;

/// <summary>Folders whose names survive a loss of power, or a file flushed in them would be lost together with them.</summary>
public static partial class DurableFolder
{
    private const int ReadOnlyCloseOnExec = 0x80000;
    private const int Interrupted = 4;

    /// <summary>Makes the folder and what is missing above it; those that are there already are left as they are.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="mode">Who may do what, on systems that know; of the last folder only.</param>
    /// <exception cref="IOException">It cannot be made, or does not become durable.</exception>
    public static void Make(string path, UnixFileMode? mode = null)
    {
        path = Path.GetFullPath(path);
        if (Directory.Exists(path))
        {
            return;
        }

        var parent = Path.GetDirectoryName(path);
        if (parent is not null)
        {
            Make(parent);
        }

        if (mode is { } permissions && !OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path, permissions);
        }
        else
        {
            Directory.CreateDirectory(path);
        }

        if (parent is not null)
        {
            Sync(parent);
        }
    }

    /// <summary>Gives a folder another name on the same disk; durable on return.</summary>
    /// <param name="source">The folder.</param>
    /// <param name="destination">Its new name; nothing is there.</param>
    /// <exception cref="IOException">It cannot be moved, or the move does not become durable.</exception>
    public static void Move(string source, string destination)
    {
        Directory.Move(source, destination);
        Sync(Path.GetDirectoryName(destination)!);
    }

    /// <summary>Makes names in a folder durable: files made, renamed or removed in it. Elsewhere than on Linux there is no call for it.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="IOException">The disk did not take it.</exception>
    public static void Sync(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        int descriptor;
        while ((descriptor = Open(path, ReadOnlyCloseOnExec)) < 0)
        {
            ThrowUnlessInterrupted("open folder");
        }

        using var folder = new SafeFileHandle(descriptor, ownsHandle: true);
        while (FSync(folder) != 0)
        {
            ThrowUnlessInterrupted("fsync folder");
        }
    }

    private static void ThrowUnlessInterrupted(string call)
    {
        var error = Marshal.GetLastPInvokeError();
        if (error != Interrupted)
        {
            throw new IOException($"{call} failed: {new Win32Exception(error).Message}", error);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(SafeFileHandle file);
}
