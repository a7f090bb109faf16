using System.Globalization;

namespace FileStorage.Tests.EndToEnd.Sync;

/// <summary>
/// Works in a synced folder at random, and remembers every content that must never be lost: all that were saved, but for those that the same user
/// wrote over or deleted, which may never have been seen by sync.
/// </summary>
internal sealed class RestlessUser(SyncedDevice device, Random random)
{
    private static readonly string[] Folders = ["", "a", "b", "a/c"];

    private readonly HashSet<string> _mine = new(StringComparer.Ordinal);
    private int _saved;

    /// <summary>Contents that must be somewhere at the end.</summary>
    public IReadOnlyCollection<string> Saved => _mine;

    public void Act()
    {
        try
        {
            switch (random.Next(10))
            {
                case < 4:
                    Save(NewName());
                    break;
                case < 7 when Pick() is { } file:
                    Save(file);
                    break;
                case 7 when Pick() is { } file:
                    Forget(file);
                    File.Delete(device.At(file));
                    break;
                case 8 when Pick() is { } file:
                    Directory.CreateDirectory(Path.GetDirectoryName(device.At(NewName()))!);
                    File.Move(device.At(file), device.At(NewName()), overwrite: false);
                    break;
                case 9:
                    MoveFolder();
                    break;
            }
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or IOException)
        {
            // Sync moved or removed it a moment ago, as another device's user wanted.
        }
    }

    /// <summary>As editors do: the new content is written beside, and takes the name in one step. Now and then in place.</summary>
    private void Save(string path)
    {
        var content = string.Create(CultureInfo.InvariantCulture, $"{device.Name} {++_saved} {random.NextInt64()}");
        var full = device.At(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        if (random.Next(2) == 0)
        {
            Forget(path);
            File.WriteAllText(full, content);
        }
        else
        {
            var temporary = full + $".~lock.{_saved}#";
            File.WriteAllText(temporary, content);
            Forget(path);
            File.Move(temporary, full, overwrite: true);
        }

        _mine.Add(content);
    }

    // What another device saved came by way of the server, which keeps it.
    private void Forget(string path)
    {
        if (File.Exists(device.At(path)))
        {
            _mine.Remove(File.ReadAllText(device.At(path)));
        }
    }

    private void MoveFolder()
    {
        var source = Folders[random.Next(1, Folders.Length)];
        var target = Path.Combine(Folders[random.Next(Folders.Length)], $"m{random.Next(4)}");
        if (Directory.Exists(device.At(source)) && !Path.Exists(device.At(target)) && !target.StartsWith(source + "/", StringComparison.Ordinal))
        {
            Directory.Move(device.At(source), device.At(target));
        }
    }

    private string NewName() =>
        Path.Combine(Folders[random.Next(Folders.Length)], string.Create(CultureInfo.InvariantCulture, $"f{random.Next(12)}.txt"));

    private string? Pick()
    {
        var files = device.Tree().Where(entry => entry.Value != "folder" && !entry.Key.Contains(".~lock.", StringComparison.Ordinal)).ToList();
        return files.Count == 0 ? null : files[random.Next(files.Count)].Key;
    }
}
