using System.Text.Json;
using FileStorage.Cli.Settings;

namespace FileStorage.Cli.Syncing;

/// <summary>
/// Remembers in the user's settings which folders are synced. A folder that was synced and has lost its mark is most likely the empty place of a
/// disk that is not mounted.
/// </summary>
internal sealed class KnownFolders(ConfigFolder config)
{
    private string FilePath => config.SyncedFoldersPath;

    public IReadOnlyList<KnownFolder> Load()
    {
        try
        {
            using var stream = File.OpenRead(FilePath);
            return JsonSerializer.Deserialize(stream, CliJsonContext.Default.ListKnownFolder) ?? [];
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            // Only a warning is lost by that.
            return [];
        }
    }

    public void Remember(string path, Guid id)
    {
        var known = Load();
        if (known.Any(one => one.Path == path && one.Id == id))
        {
            return;
        }

        config.Make();
        var temporary = $"{FilePath}.{Environment.ProcessId}.new";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(
                stream,
                [.. known.Where(one => one.Path != path), new KnownFolder { Path = path, Id = id }],
                CliJsonContext.Default.ListKnownFolder);
        }

        File.Move(temporary, FilePath, overwrite: true);
    }
}
