using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Sqlite;

/// <summary>
/// Keeps a second server away from a metadata file: an empty file next to it, locked (flock) as long as this process lives. A killed
/// process leaves the file but no lock.
/// </summary>
internal sealed class DataFolderLock : IDisposable
{
    /// <summary>EWOULDBLOCK on Linux and on macOS, ERROR_SHARING_VIOLATION on Windows: how .NET reports a lock that is taken.</summary>
    private static readonly int[] TakenCodes = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream _file;

    private DataFolderLock(FileStream file) => _file = file;

    /// <exception cref="DataFolderInUseException">Somebody else holds it.</exception>
    /// <exception cref="MetadataException">The file cannot be made.</exception>
    public static DataFolderLock Take(string path)
    {
        try
        {
            return new DataFolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (TakenCodes.Contains(exception.HResult))
        {
            throw new DataFolderInUseException($"Another process uses the data folder: {path} is locked.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new MetadataException($"The lock file {path} cannot be opened: {exception.Message}", exception);
        }
    }

    public void Dispose() => _file.Dispose();
}
