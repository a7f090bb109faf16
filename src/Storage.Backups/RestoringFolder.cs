using System.Text.Json;

namespace FileStorage.Storage.Backups;

/// <summary>A data folder that is made of a backup: beside its place until it is whole, so that no server ever sees a part of it.</summary>
public sealed class RestoringFolder
{
    private const string Unfinished = ".restoring";

    private readonly string _backup;
    private readonly string _place;

    private RestoringFolder(string backup, string place)
    {
        _backup = backup;
        _place = place;
    }

    private string Partial => _place + Unfinished;

    /// <summary>Sees whether a data folder can be made there. Changes nothing.</summary>
    /// <exception cref="BackupException">Something is there already.</exception>
    public static void RequireFree(string data)
    {
        var place = PlaceOf(data);
        if (File.Exists(place) || (Directory.Exists(place) && Directory.EnumerateFileSystemEntries(place).Any()))
        {
            throw new BackupException($"{place} is there and not empty; restore to a new folder.");
        }
    }

    /// <param name="backup">The backup.</param>
    /// <param name="data">The data folder to make; missing or empty.</param>
    /// <exception cref="BackupException">Something is there already, or it cannot be replaced.</exception>
    public static RestoringFolder Begin(string backup, string data)
    {
        RequireFree(data);
        var folder = new RestoringFolder(backup, PlaceOf(data));
        MakeWay(folder._place);
        if (Directory.Exists(folder.Partial))
        {
            Directory.Delete(folder.Partial, recursive: true);
        }

        PrivateFiles.MakeFolder(folder.Partial);
        return folder;
    }

    /// <summary>Copies a file of the backup to the same path of the data folder, durably, and verifies it.</summary>
    /// <exception cref="BackupException">It is missing, or not what was written.</exception>
    public async Task CopyAsync(BackupFile file, CancellationToken cancellationToken)
    {
        var target = Path.Combine(Partial, file.Path);
        PrivateFiles.MakeFolder(Path.GetDirectoryName(target)!);
        await using var input = BackupReadStream.Open(_backup, file);
        await using var output = PrivateFiles.Create(target);
        await input.CopyToAsync(output, cancellationToken);
        output.Flush(flushToDisk: true);
        DurableFolder.Sync(Path.GetDirectoryName(target)!);
        await input.RequireWholeAsync(cancellationToken);
    }

    /// <summary>Has the first server that starts on it tell its clients that it went back in time.</summary>
    public Task MarkAsync(DateTimeOffset takenAt, CancellationToken cancellationToken) => BackupWriteStream.WriteAsync(
        Partial,
        RestoredMark.FileName,
        JsonSerializer.SerializeToUtf8Bytes(new RestoredMark { TakenAt = takenAt }, BackupJson.Default.RestoredMark),
        cancellationToken);

    /// <summary>Puts it in its place, durably.</summary>
    public void Finish() => DurableFolder.Move(Partial, _place);

    private static string PlaceOf(string data) => Path.GetFullPath(data).TrimEnd(Path.DirectorySeparatorChar);

    // At the beginning: where a volume is mounted no folder can be put in its place, and that is better known before hours of copying.
    private static void MakeWay(string place)
    {
        try
        {
            if (Directory.Exists(place))
            {
                Directory.Delete(place);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"{place} cannot be replaced, as where a volume is mounted; restore to a folder below it. {exception.Message}", exception);
        }
    }
}
