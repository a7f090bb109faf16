using System.Formats.Tar;

namespace FileStorage.Client.Trees;

/// <summary>Tells files from pipes, sockets and devices, which must not be opened: reading from a pipe waits for ever.</summary>
public static class SpecialFiles
{
    /// <summary>Whether this is a regular file. Only ask where the size is 0: a special file never has another.</summary>
    public static bool IsRegular(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return true;
        }

        // The archive writer is the one public class of the runtime that looks at the kind of a file without opening it.
        using var archive = new MemoryStream();
        try
        {
            using var writer = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true);
            writer.WriteEntry(path, "entry");
        }
        catch (IOException) when (File.Exists(path))
        {
            // A socket: an archive cannot hold one.
            return false;
        }

        archive.Position = 0;
        using var reader = new TarReader(archive);
        return reader.GetNextEntry() is { EntryType: TarEntryType.RegularFile };
    }
}
