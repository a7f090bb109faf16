using System.Text;
using FileStorage.Storage.Backups;

namespace FileStorage.Storage.Chunks.Files;

/// <summary>Small files that are replaced as a whole: after a crash at any instant the old content or the new one is there.</summary>
internal static class DurableFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Readable by the owner only. Durable on return, the name in its folder included.</summary>
    public static void Replace(string path, string text)
    {
        var temporary = path + ".tmp";
        File.Delete(temporary);
        Create(temporary, text);
        Rename(temporary, path);
    }

    /// <summary>Moves a file over another one of the same folder, durably.</summary>
    public static void Rename(string source, string destination)
    {
        File.Move(source, destination, overwrite: true);
        DurableFolder.Sync(Path.GetDirectoryName(destination)!);
    }

    /// <summary>Removes a file, durably; nothing where it is not there.</summary>
    public static void Delete(string path)
    {
        if (File.Exists(path))
        {
            File.Delete(path);
            DurableFolder.Sync(Path.GetDirectoryName(path)!);
        }
    }

    private static void Create(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using var file = new FileStream(path, options);
        file.Write(Encoding.UTF8.GetBytes(text));
        file.Flush(flushToDisk: true);
    }
}
