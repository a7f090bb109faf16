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

    /// <param name="backup">The backup.</param>
    /// <param name="data">The data folder to make; missing or empty.</param>
    /// <exception cref="BackupException">Something is there already.</exception>
    public static RestoringFolder Begin(string backup, string data)
    {
        var folder = new RestoringFolder(backup, Path.GetFullPath(data).TrimEnd(Path.DirectorySeparatorChar));
        if (File.Exists(folder._place) || (Directory.Exists(folder._place) && Directory.EnumerateFileSystemEntries(folder._place).Any()))
        {
            throw new BackupException($"{folder._place} is there and not empty; restore to a new folder.");
        }

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
    public void Finish()
    {
        if (Directory.Exists(_place))
        {
            Directory.Delete(_place);
        }

        DurableFolder.Move(Partial, _place);
    }
}
