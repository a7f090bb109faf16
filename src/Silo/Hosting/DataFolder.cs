using FileStorage.Storage.Backups;

namespace FileStorage.Silo.Hosting;

/// <summary>The folder that holds everything the service keeps; this process's alone while it runs.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream heldLock)
    {
        Path = path;
        _lock = heldLock;
    }

    public string Path { get; }

    /// <summary>Makes the folder where it is missing, and takes it for this process.</summary>
    /// <exception cref="StartException">It cannot be written, another process has it, or a restore to it has not ended.</exception>
    public static DataFolder Open(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        if (RestoringFolder.FindBegun(full) is { } begun)
        {
            throw new StartException($"a restore to {full} has not ended; wait for it, or repeat it. To do without it, delete {begun}.");
        }

        try
        {
            Create(full);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"the data folder {full} cannot be made: {exception.Message}", exception);
        }

        var lockFile = System.IO.Path.Combine(full, "process.lock");
        try
        {
            return new DataFolder(full, new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new StartException($"the data folder {full} cannot be written by this user.", exception);
        }
        catch (IOException exception)
        {
            throw new StartException(
                File.Exists(lockFile)
                    ? $"the data folder {full} is in use by another process; stop it, or choose another folder with --data."
                    : $"the data folder {full} cannot be written: {exception.Message}",
                exception);
        }
    }

    public void Dispose() => _lock.Dispose();

    // Nobody else on the machine has any business in it: it holds keys and the hashes of passwords.
    private static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
