using System.Text.Json;

namespace FileStorage.Storage.Backups;

/// <summary>
/// A data folder that is made of a backup: beside its place until it is whole, so that no server ever sees a part of it. A locked file beside it keeps
/// another restore away.
/// </summary>
public sealed class RestoringFolder : IDisposable
{
    private readonly string _backup;
    private readonly string _place;
    private readonly FileStream _lock;

    private RestoringFolder(string backup, string place, FileStream held)
    {
        _backup = backup;
        _place = place;
        _lock = held;
    }

    private string Partial => PartialOf(_place);

    /// <summary>Where a restore to a data folder that is not there yet has begun and not ended; null where none has.</summary>
    public static string? FindBegun(string data)
    {
        var place = PlaceOf(data);
        return IsFree(place) && Directory.Exists(PartialOf(place)) ? PartialOf(place) : null;
    }

    /// <summary>Sees whether a data folder can be made there. Changes nothing.</summary>
    /// <exception cref="BackupException">Something is there already.</exception>
    public static void RequireFree(string data)
    {
        var place = PlaceOf(data);
        if (!IsFree(place))
        {
            throw new BackupException($"{place} is there and not empty; restore to a new folder.");
        }
    }

    /// <summary>Makes room for what is restored, which is this restore's alone until it is disposed of.</summary>
    /// <param name="backup">The backup.</param>
    /// <param name="data">The data folder to make; missing or empty.</param>
    /// <exception cref="BackupException">Something is there already, it cannot be replaced, or another restore is at it.</exception>
    public static RestoringFolder Begin(string backup, string data)
    {
        var place = PlaceOf(data);
        DurableFolder.Make(Path.GetDirectoryName(place)!);
        var folder = new RestoringFolder(backup, place, Lock(place));
        var hasBegun = false;
        try
        {
            // With the lock in hand: a restore that had it until now may have ended.
            RequireFree(data);
            MakeWay(place);
            if (Directory.Exists(folder.Partial))
            {
                Directory.Delete(folder.Partial, recursive: true);
            }

            PrivateFiles.MakeFolder(folder.Partial);
            hasBegun = true;
            return folder;
        }
        finally
        {
            if (!hasBegun)
            {
                folder.Dispose();
            }
        }
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
    /// <param name="files">What has to be in it.</param>
    /// <exception cref="BackupException">Something is missing, or somebody has taken the place meanwhile.</exception>
    public void Finish(IEnumerable<BackupFile> files)
    {
        if (files.FirstOrDefault(file => new FileInfo(Path.Combine(Partial, file.Path)) is var found && (!found.Exists || found.Length != file.Bytes)) is { } lacking)
        {
            throw new BackupException($"Somebody has taken {lacking.Path} out of {Partial} while it was made.");
        }

        RequireFree(_place);
        MakeWay(_place);
        DurableFolder.Move(Partial, _place);

        // Whoever gets hold of the deleted file finds the place taken. One that failed leaves it to the next attempt.
        File.Delete(_lock.Name);
    }

    /// <summary>Lets others at it. What is not in its place stays where it is, and goes with the next attempt.</summary>
    public void Dispose() => _lock.Dispose();

    private static string PlaceOf(string data) => Path.GetFullPath(data).TrimEnd(Path.DirectorySeparatorChar);

    private static string PartialOf(string place) => place + ".restoring";

    private static bool IsFree(string place) =>
        !File.Exists(place) && (!Directory.Exists(place) || !Directory.EnumerateFileSystemEntries(place).Any());

    private static FileStream Lock(string place)
    {
        try
        {
            return new FileStream($"{PartialOf(place)}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"Another restore to {place} is at it, or the folder cannot be written. {exception.Message}", exception);
        }
    }

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
