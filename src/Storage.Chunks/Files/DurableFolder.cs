namespace FileStorage.Storage.Chunks.Files;

/// <summary>Folders whose names survive a loss of power, or a file flushed in them would be lost together with them.</summary>
internal static class DurableFolder
{
    /// <summary>Makes the folder and what is missing above it; those that are there already are left as they are.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="mode">Who may do what, on systems that know; of the last folder only.</param>
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
            LinuxFiles.SyncFolder(parent);
        }
    }
}
