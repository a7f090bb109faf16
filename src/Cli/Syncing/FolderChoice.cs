using FileStorage.Sync.Local.Linux;

namespace FileStorage.Cli.Syncing;

/// <summary>Whether a folder may be synced at all.</summary>
internal static class FolderChoice
{
    /// <summary>The full path of the folder, every link in it followed.</summary>
    /// <exception cref="CommandException">It must not be synced; the message says why.</exception>
    public static string Check(string typed, string settingsFolder, IReadOnlyList<KnownFolder> known, bool isConfirmed)
    {
        var path = Resolve(typed);
        if (path == "/")
        {
            throw new CommandException("The whole system cannot be synced; name a folder.", ExitStatus.Usage);
        }

        if (File.Exists(path))
        {
            throw new CommandException($"{path} is a file; name a folder.", ExitStatus.Usage);
        }

        if (IsWithin(Resolve(settingsFolder), path))
        {
            throw new CommandException($"{path} holds FileStorage's own settings ({settingsFolder}), which must stay on this device; name a folder in it.");
        }

        for (var above = Path.GetDirectoryName(path); above is not null; above = Path.GetDirectoryName(above))
        {
            if (OwnFolder.ReadMark(above) is not null)
            {
                throw new CommandException($"{path} lies in {above}, which is synced already; name a folder outside of it.");
            }
        }

        if (path.Split('/').Contains(OwnFolder.Name))
        {
            throw new CommandException($"{path} lies in a folder of FileStorage's own; name another.", ExitStatus.Usage);
        }

        if (known.FirstOrDefault(one => one.Path != path && IsWithin(one.Path, path) && OwnFolder.ReadMark(one.Path) == one.Id) is { } inside)
        {
            throw new CommandException($"{inside.Path}, which lies in {path}, is synced already; name a folder beside it.");
        }

        if (!isConfirmed && OwnFolder.ReadMark(path) is null && known.Any(one => one.Path == path))
        {
            throw new CommandException(
                $"{path} was synced before, and its {OwnFolder.Name} folder is missing. Is the disk mounted? If you emptied or replaced the folder, add "
                + "--confirm: both sides are then joined anew, and nothing is deleted.");
        }

        return path;
    }

    private static bool IsWithin(string path, string folder) => path == folder || path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal);

    // The part that exists is followed to its end; the rest is to be made.
    private static string Resolve(string typed)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(typed));
        if (Path.GetDirectoryName(path) is not { } parent)
        {
            return path;
        }

        var resolved = Path.Combine(Resolve(parent), Path.GetFileName(path));
        return Directory.Exists(resolved) && new DirectoryInfo(resolved).ResolveLinkTarget(returnFinalTarget: true) is { } target
            ? Resolve(target.FullName)
            : resolved;
    }
}
