using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace FileStorage.Client.Uploads;

/// <summary>
/// Remembers unfinished uploads in a folder, a file each, so that a run after a kill goes on where the last one ended. The key holds
/// the local file's size and time: a file that changed is another upload. Losing a record costs work, never data, so nothing is synced.
/// </summary>
public sealed class UploadLedger(string folder, TimeProvider clock)
{
    /// <summary>Smaller files are sent again in less time than remembering all of them would take.</summary>
    internal const long SmallestBytes = 16 * 1024 * 1024;

    // The server forgets an upload after 24 hours.
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(48);

    private int _swept;

    internal LedgerRecord? Find(Uri server, LocalFile file)
    {
        try
        {
            using var stream = File.OpenRead(PathOf(server, file));
            return JsonSerializer.Deserialize(stream, LedgerJsonContext.Default.LedgerRecord);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            // No record, or one that a kill cut off: the upload starts anew.
            return null;
        }
    }

    internal void Save(Uri server, LocalFile file, LedgerRecord record)
    {
        Directory.CreateDirectory(folder);
        SweepOnce();
        var path = PathOf(server, file);
        var temporary = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(temporary, options))
        {
            JsonSerializer.Serialize(stream, record, LedgerJsonContext.Default.LedgerRecord);
        }

        File.Move(temporary, path, overwrite: true);
    }

    internal void Remove(Uri server, LocalFile file)
    {
        if (Directory.Exists(folder))
        {
            File.Delete(PathOf(server, file));
        }
    }

    private string PathOf(Uri server, LocalFile file)
    {
        var key = $"{server}\n{file.RemotePath}\n{file.FullPath}\n{file.Size}\n{file.ModifiedAt.UtcTicks}";
        return Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16)) + ".json");
    }

    private void SweepOnce()
    {
        if (Interlocked.Exchange(ref _swept, 1) == 1)
        {
            return;
        }

        var oldest = clock.GetUtcNow().UtcDateTime - KeptFor;
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles().Where(file => file.LastWriteTimeUtc < oldest))
        {
            file.Delete();
        }
    }
}
