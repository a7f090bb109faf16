namespace FileStorage.Storage.Chunks.Disk;

/// <summary>Keeps a second process out of the folder: two writers would give out the same locations.</summary>
internal static class FolderLock
{
    /// <exception cref="IOException">Another process has the folder.</exception>
    public static IDisposable Take(string folder)
    {
        var path = Path.Combine(folder, "lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{folder} is in use by another process, or cannot be written: {e.Message}", e);
        }
    }
}
