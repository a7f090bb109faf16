using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using Microsoft.Win32.SafeHandles;

namespace FileStorage.Sync.Local.Linux;

/// <summary>Lists an open folder with what each entry is: two system calls for many names, and one for each.</summary>
internal static unsafe class FolderListing
{
    private const int BufferBytes = 64 * 1024;

    // struct linux_dirent64: inode (8), offset (8), length of the record (2), kind (1), the name and a NUL.
    private const int LengthAt = 16;
    private const int KindAt = 18;
    private const int NameAt = 19;
    private const byte UnknownKind = 0;
    private const byte FolderKind = 4;

    /// <summary>The names of the folders that lie in an open folder, without looking at each where the file system tells kinds in lists.</summary>
    public static List<string> ReadFolders(SafeFileHandle folder)
    {
        var names = new List<string>();
        _ = ReadNames(folder, (name, kind) =>
        {
            if (kind == FolderKind || (kind == UnknownKind && OpenFolders.Look(folder, (byte*)name, LibC.NoFollow, out var found) == 0 && found.IsFolder))
            {
                var bytes = MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)name);
                if (Utf8.IsValid(bytes) && !IsDot(bytes))
                {
                    names.Add(Encoding.UTF8.GetString(bytes));
                }
            }

            return 0;
        });
        return names;
    }

    /// <param name="folder">Open for reading, not listed before.</param>
    /// <param name="folders">Of which root.</param>
    /// <param name="isRoot">Whether our own folder lies in it, which is left out.</param>
    /// <param name="error">Why there is no list.</param>
    /// <returns>Null where one of the names could not be looked at: a part of a list would look as if the rest was deleted.</returns>
    public static List<LocalEntry>? Read(SafeFileHandle folder, OpenFolders folders, bool isRoot, out int error)
    {
        var entries = new List<LocalEntry>();
        var unreadable = false;
        error = ReadNames(folder, (name, _) => Add(entries, folder, folders, (byte*)name, isRoot, ref unreadable));
        return error != 0 ? null : unreadable ? Distinct(entries) : entries;
    }

    /// <summary>Tells each name and its kind (DT_*) until one answers an error number; 0 or that, or why names could not be read.</summary>
    private static int ReadNames(SafeFileHandle folder, Func<nint, byte, int> take)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            fixed (byte* start = buffer)
            {
                while (true)
                {
                    var filled = LibC.Call(LibC.CallGetDents64, folder.DangerousGetHandle(), (nint)start, buffer.Length, 0, 0);
                    if (filled <= 0)
                    {
                        return filled == 0 ? 0 : LinuxErrors.Last;
                    }

                    for (var at = 0; at < filled;)
                    {
                        if (take((nint)(start + at + NameAt), buffer[at + KindAt]) is not 0 and var error)
                        {
                            return error;
                        }

                        at += BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(at + LengthAt));
                    }
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool IsDot(ReadOnlySpan<byte> name) => name.SequenceEqual("."u8) || name.SequenceEqual(".."u8);

    private static int Add(
        List<LocalEntry> entries, SafeFileHandle folder, OpenFolders folders, byte* name, bool isRoot, ref bool unreadable)
    {
        var bytes = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name);
        if (IsDot(bytes) || (isRoot && bytes.SequenceEqual(OwnFolder.NameBytes)))
        {
            return 0;
        }

        var error = OpenFolders.Look(folder, name, LibC.NoFollow, out var found);
        if (error == Errno.NoEntry)
        {
            // Deleted between the two calls.
            return 0;
        }

        if (error != 0)
        {
            return error;
        }

        var entry = folders.EntryOf(found, Encoding.UTF8.GetString(bytes));
        if (!Utf8.IsValid(bytes))
        {
            unreadable = true;
            entry = entry with { Kind = LocalKind.Special, SizeBytes = 0, Executable = false };
        }

        entries.Add(entry);
        return 0;
    }

    // A name that is not UTF-8 is shown with question marks, which may then be the name of another one.
    private static List<LocalEntry> Distinct(List<LocalEntry> entries)
    {
        var names = entries.Where(entry => entry.Kind is not LocalKind.Special).Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal);
        for (var index = 0; index < entries.Count; index++)
        {
            var entry = entries[index];
            while (entry.Kind is LocalKind.Special && !names.Add(entry.Name))
            {
                entry = entry with { Name = entry.Name + '\uFFFD' };
            }

            entries[index] = entry;
        }

        return entries;
    }
}
