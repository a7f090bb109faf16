using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FileStorage.Sync.Local.Linux;

namespace FileStorage.Cli.Syncing;

/// <summary>
/// Which drive a folder is synced with, kept inside it: the same folder with another drive would look as if everything was deleted there.
/// </summary>
internal sealed record SyncLink
{
    private const string FileName = "link.json";

    public required Uri Server { get; init; }

    public required Guid DriveId { get; init; }

    /// <summary>From the root of the drive, as it was given first.</summary>
    public required string Remote { get; init; }

    /// <summary>The folder at <see cref="Remote"/>, which may be moved; null for all of the drive.</summary>
    public Guid? RemoteRootId { get; init; }

    /// <summary>Whether edits of one text on both sides are merged, as it was last asked for.</summary>
    public bool MergesText { get; init; }

    /// <summary>Hash of the token that was last seen to speak for this drive, so that a start without the server is possible.</summary>
    public required string TokenHash { get; init; }

    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("filestorage link\n" + token)));

    /// <summary>The link of a folder; null where it was never synced.</summary>
    /// <exception cref="CommandException">It cannot be read.</exception>
    public static SyncLink? Load(string root)
    {
        var path = PathOf(root);
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize(stream, CliJsonContext.Default.SyncLink);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException exception)
        {
            throw new CommandException(
                $"{path} is damaged ({exception.Message}). Move {Path.Combine(root, OwnFolder.Name)} away and run the command again: both sides are then joined anew.");
        }
    }

    public void Save(string root)
    {
        var path = PathOf(root);
        var temporary = path + ".new";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(stream, this, CliJsonContext.Default.SyncLink);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    private static string PathOf(string root) => Path.Combine(root, OwnFolder.Name, FileName);
}
