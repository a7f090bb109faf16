using FileStorage.Api.Administration;
using FileStorage.Storage.Backups;

namespace FileStorage.Silo.Backups;

/// <summary>
/// The folder of a backup until it is done. Its name is its own, since several servers may share the folder of the backups, and a locked file beside it
/// says that somebody is at it: what a killed server has left is nobody's, and goes with the next backup.
/// </summary>
internal sealed partial class UnfinishedBackup : IDisposable
{
    private const string Suffix = BackupFolder.Unfinished;
    private const string LockSuffix = Suffix + ".lock";

    private readonly string _target;
    private readonly FileStream _lock;
    private readonly ILogger _logger;
    private bool _isDone;

    private UnfinishedBackup(string target, string path, FileStream held, ILogger logger)
    {
        _target = target;
        Path = path;
        _lock = held;
        _logger = logger;
    }

    /// <summary>Where the files of the backup go.</summary>
    public string Path { get; }

    /// <param name="target">The folder that the backup is to become.</param>
    /// <param name="logger">Told of what could not be deleted.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static UnfinishedBackup Begin(string target, ILogger logger)
    {
        var parent = System.IO.Path.GetDirectoryName(target)!;
        DurableFolder.Make(parent);
        foreach (var left in Directory.EnumerateFiles(parent, $"*{LockSuffix}"))
        {
            RemoveLeft(left, logger);
        }

        var path = $"{target}.{Guid.NewGuid():N}{Suffix}";
        var unfinished = new UnfinishedBackup(target, path, Lock(LockOf(path), FileMode.CreateNew), logger);
        try
        {
            PrivateFiles.MakeFolder(path);
            return unfinished;
        }
        catch (Exception)
        {
            unfinished.Dispose();
            throw;
        }
    }

    /// <summary>Gives the folder its name, durably.</summary>
    /// <param name="files">What has to be in it.</param>
    /// <exception cref="MaintenanceException">Something is missing, or somebody has made a backup of that name meanwhile.</exception>
    /// <exception cref="IOException">It cannot be moved.</exception>
    public void Finish(IEnumerable<BackupFile> files)
    {
        if (files.FirstOrDefault(file => new FileInfo(System.IO.Path.Combine(Path, file.Path)) is var found && (!found.Exists || found.Length != file.Bytes)) is { } lacking)
        {
            throw new MaintenanceException($"Somebody has taken {lacking.Path} out of the backup while it was made.");
        }

        if (Directory.Exists(_target))
        {
            throw new MaintenanceException($"{_target} exists already: somebody else has made it meanwhile.");
        }

        DurableFolder.Move(Path, _target);
        _isDone = true;
    }

    /// <summary>Removes what is not done.</summary>
    public void Dispose()
    {
        try
        {
            if (!_isDone && Directory.Exists(Path))
            {
                Directory.Delete(Path, recursive: true);
            }

            File.Delete(_lock.Name);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is in nobody's way, and the next backup tries again.
            LogLeft(_logger, Path, exception);
        }
        finally
        {
            _lock.Dispose();
        }
    }

    private static void RemoveLeft(string lockPath, ILogger logger)
    {
        try
        {
            using var held = Lock(lockPath, FileMode.Open);
            var folder = lockPath[..^(LockSuffix.Length - Suffix.Length)];
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }

            File.Delete(lockPath);
            LogRemoved(logger, folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Mostly another server that is at it.
            LogKept(logger, lockPath, exception.Message);
        }
    }

    private static string LockOf(string path) => path + LockSuffix[Suffix.Length..];

    private static FileStream Lock(string path, FileMode mode) => new(path, mode, FileAccess.ReadWrite, FileShare.None);

    [LoggerMessage(1, LogLevel.Information, "{Folder} was left by a backup that did not end, and is deleted")]
    private static partial void LogRemoved(ILogger logger, string folder);

    [LoggerMessage(2, LogLevel.Information, "{Path} of a backup that did not end is left alone: {Reason}")]
    private static partial void LogKept(ILogger logger, string path, string reason);

    [LoggerMessage(3, LogLevel.Warning, "What was copied to {Path} for a backup that failed was not deleted")]
    private static partial void LogLeft(ILogger logger, string path, Exception exception);
}
