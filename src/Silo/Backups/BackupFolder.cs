using FileStorage.Api.Administration;
using FileStorage.Silo.Hosting;
using Microsoft.Extensions.Options;

namespace FileStorage.Silo.Backups;

/// <summary>The folder inside of which this server's backups lie; an administrator reaches no other.</summary>
internal sealed class BackupFolder(DataFolder data, IOptions<BackupOptions> options)
{
    /// <summary>What the name of a backup ends in until it is done.</summary>
    public const string Unfinished = ".unfinished";

    /// <summary>Where a backup of that name lies.</summary>
    /// <exception cref="MaintenanceException">Outside of the folder, or no name of a backup.</exception>
    public string Find(string name)
    {
        var root = Path.GetFullPath(options.Value.Directory ?? Path.Combine(data.Path, "backups"));
        var target = Path.GetFullPath(Path.Combine(root, name)).TrimEnd(Path.DirectorySeparatorChar);
        if (!target.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new MaintenanceException($"Backups of this server go below {root} (the setting Backup:Directory).");
        }

        return target.EndsWith(Unfinished, StringComparison.Ordinal)
            ? throw new MaintenanceException($"The name of a backup does not end in {Unfinished}: that is how one is called until it is done.")
            : target;
    }
}
