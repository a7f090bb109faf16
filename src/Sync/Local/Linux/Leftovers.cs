namespace FileStorage.Sync.Local.Linux;

/// <summary>What a killed process left in the staging folder: downloads in the making go, files of the user go back.</summary>
internal static class Leftovers
{
    public static void Clear(OwnFolder own, OpenFolders folders, Displacement displacement)
    {
        using var staging = OpenFolders.Open(own.Staging, ".", LibC.ReadOnly | LibC.Folder, out var error)
            ?? throw LinuxErrors.Unforeseen(error, OwnFolder.StagingName);
        var left = FolderListing.Read(staging, folders, isRoot: false, out error) ?? throw LinuxErrors.Unforeseen(error, OwnFolder.StagingName);
        foreach (var name in left.Select(entry => entry.Name).Where(name => name.StartsWith(Displacement.Prefix, StringComparison.Ordinal)))
        {
            displacement.Recover(name.EndsWith(Displacement.NoteSuffix, StringComparison.Ordinal) ? name[..^Displacement.NoteSuffix.Length] : name);
        }

        foreach (var name in left.Select(entry => entry.Name).Where(name => name.StartsWith(LinuxStagedFile.Prefix, StringComparison.Ordinal)))
        {
            _ = LibC.UnlinkAt(own.Staging, name, 0);
        }
    }
}
