using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FileStorage.Storage.Chunks.Files;

/// <summary>
/// What Linux can do with files and .NET has no call for. Elsewhere the nearest thing that .NET has: a full flush in place of
/// fdatasync, nothing in place of punching a hole.
/// </summary>
internal static partial class LinuxFiles
{
    private const int PunchHoleKeepSize = 0x02 | 0x01;
    private const int CurrentFolder = -100;
    private const uint StatBlocks = 0x400;
    private const int Interrupted = 4;

    /// <summary>Makes the content and the length of a file durable.</summary>
    /// <exception cref="IOException">The disk did not take it. What was written since the last success may be lost.</exception>
    public static void SyncData(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(file);
            return;
        }

        while (FdataSync(file) != 0)
        {
            ThrowUnlessInterrupted("fdatasync");
        }
    }

    /// <summary>Gives a range of a file back to the file system; it reads as zeros then. False where that cannot be done.</summary>
    public static bool TryPunchHole(SafeFileHandle file, long offset, long length)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        int result;
        do
        {
            result = FAllocate(file, PunchHoleKeepSize, offset, length);
        }
        while (result != 0 && Marshal.GetLastPInvokeError() == Interrupted);
        return result == 0;
    }

    /// <summary>Bytes that the file takes up on the disk, or null where the system does not say.</summary>
    public static long? AllocatedBytes(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        // struct statx of linux/stat.h: 256 bytes, the same on every architecture; the number of 512-byte blocks at offset 48.
        Span<ulong> buffer = stackalloc ulong[32];
        return StatX(CurrentFolder, path, 0, StatBlocks, ref MemoryMarshal.GetReference(buffer)) == 0 ? (long)buffer[6] * 512 : null;
    }

    private static void ThrowUnlessInterrupted(string call)
    {
        var error = Marshal.GetLastPInvokeError();
        if (error != Interrupted)
        {
            throw new IOException($"{call} failed: {new Win32Exception(error).Message}", error);
        }
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int FdataSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    private static partial int FAllocate(SafeFileHandle file, int mode, long offset, long length);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, ref ulong buffer);
}
