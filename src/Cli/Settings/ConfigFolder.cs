using System.Text.Json;

namespace FileStorage.Cli.Settings;

/// <summary>The folder in which this user's login and unfinished uploads are kept; only the user may look into it.</summary>
internal sealed class ConfigFolder(string path)
{
    private const UnixFileMode OnlyOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private string LoginPath => Path.Combine(path, "login.json");

    /// <summary>The folder itself.</summary>
    public string FolderPath => path;

    public string SyncedFoldersPath => Path.Combine(path, "folders.json");

    public string UploadsPath => Path.Combine(path, "uploads");

    /// <summary>FILESTORAGE_CONFIG, or ~/.config/filestorage (XDG_CONFIG_HOME is honoured; on Windows: the roaming application data).</summary>
    public static ConfigFolder Of(Func<string, string?> environment) => new(
        environment("FILESTORAGE_CONFIG") is { Length: > 0 } given
            ? Path.GetFullPath(given)
            : Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify),
                "filestorage"));

    /// <summary>The saved login; null where there is none.</summary>
    /// <exception cref="CommandException">There is one that cannot be read.</exception>
    public SavedLogin? Load()
    {
        try
        {
            using var stream = File.OpenRead(LoginPath);
            return JsonSerializer.Deserialize(stream, CliJsonContext.Default.SavedLogin);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{LoginPath} cannot be read ({exception.Message}): delete it and run `filestorage login`.");
        }
    }

    public void Save(SavedLogin login)
    {
        Make();

        // Written whole under another name first, and never for a moment readable by others.
        var temporary = Path.Combine(path, $"login.{Environment.ProcessId}.new");
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OnlyOwner;
        }

        using (var stream = new FileStream(temporary, options))
        {
            JsonSerializer.Serialize(stream, login, CliJsonContext.Default.SavedLogin);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, LoginPath, overwrite: true);
    }

    /// <summary>Makes the folder, closed to others, where it is missing.</summary>
    public void Make()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OnlyOwner | UnixFileMode.UserExecute);
        }
    }

    public void Forget()
    {
        if (Directory.Exists(path))
        {
            File.Delete(LoginPath);
        }
    }
}
