namespace FileStorage.Storage.Backups;

/// <summary>Files and folders that nobody but their owner may read: a backup is as secret as the server.</summary>
public static class PrivateFiles
{
    private const int BufferBytes = 128 * 1024;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes a folder and what is missing above it, durably; one that is there already is left as it is.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static void MakeFolder(string path) => DurableFolder.Make(path, OwnerOnly | UnixFileMode.UserExecute);

    /// <summary>A new file to write. Its name is durable when its folder is.</summary>
    /// <exception cref="IOException">It is there already, or cannot be made.</exception>
    public static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = BufferBytes };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return new FileStream(path, options);
    }
}
