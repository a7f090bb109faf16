using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using FileStorage.Storage.Backups;
using FileStorage.Storage.Metadata.Database;
using Microsoft.Extensions.Logging;

namespace FileStorage.Storage.Metadata.Sqlite;

/// <summary>
/// The metadata in one SQLite file: write-ahead log, an fsync before every answer, one writer's thread with group commit, a few read
/// connections.
/// </summary>
internal sealed class SqliteMetadataDatabase : IMetadataDatabase, IMetadataBackup, IDisposable
{
    private const int PageBytes = 4096;

    /// <summary>What is kept of the log's file when the log starts anew; a longer one is cut.</summary>
    private const int MaxIdleLogBytes = 64 * 1024 * 1024;

    private static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(5);

    private readonly SqliteMetadataOptions _options;
    private readonly SqliteProfile _profile;
    private readonly string _path;
    private readonly DataFolderLock _lock;
    private readonly SqliteConnection _writing;
    private readonly SqliteConnection _copying;
    private readonly SqliteCheckpointer _checkpointer;
    private readonly SqliteReaders _readers;
    private bool _disposed;

    private SqliteMetadataDatabase(
        SqliteMetadataOptions options, SqliteProfile profile, string path, DataFolderLock folderLock, SqliteConnection writing, ILogger logger)
    {
        _options = options;
        _profile = profile;
        _path = path;
        _lock = folderLock;
        _writing = writing;
        _copying = OpenConnection(options.ReaderCacheKibibytes);
        _checkpointer = new SqliteCheckpointer(_copying, options.CheckpointPages, logger);
        _readers = new SqliteReaders(OpenReader, options.MaxReadConnections);
        Writer = new SqliteWriter(writing, _checkpointer, options, new WriteMeter(profile.Name), logger);
    }

    internal SqliteWriter Writer { get; }

    /// <summary>Opens the file, or creates it, and brings its schema up to date.</summary>
    /// <exception cref="DataFolderInUseException">Another process has it open.</exception>
    /// <exception cref="MetadataCorruptException">It is damaged, or not ours.</exception>
    /// <exception cref="SchemaTooNewException">A newer program wrote it.</exception>
    /// <exception cref="MetadataException">It cannot be opened for another reason.</exception>
    public static SqliteMetadataDatabase Open(SqliteMetadataOptions options, ILogger logger) =>
        Open(options, SqliteProfile.Metadata, logger);

    /// <summary>The same for a file with other tables in it.</summary>
    public static SqliteMetadataDatabase Open(SqliteMetadataOptions options, SqliteProfile profile, ILogger logger)
    {
        var path = Path.GetFullPath(options.File);
        CreateFolder(path);
        var folderLock = DataFolderLock.Take(path + ".lock");
        SqliteConnection? writing = null;
        try
        {
            writing = SqliteConnection.Open(path, BusyTimeout);
            Configure(writing, profile, options.WriterCacheKibibytes);
            profile.Prepare(writing);
            return new SqliteMetadataDatabase(options, profile, path, folderLock, writing, logger);
        }
        catch (MetadataException)
        {
            writing?.Dispose();
            folderLock.Dispose();
            throw;
        }
    }

    public ValueTask<WriteOutcome> WriteAsync(MetadataWrite write, CancellationToken cancellationToken) =>
        Writer.WriteAsync(write, cancellationToken);

    public ValueTask<StartedWrite> StartAsync(MetadataWrite write, CancellationToken cancellationToken) =>
        Writer.StartAsync(write, cancellationToken);

    public ValueTask<List<T>> QueryAsync<T>(
        SqlStatement query, Func<SqlRow, T> map, CancellationToken cancellationToken) =>
        _readers.QueryAsync(query, map, cancellationToken);

    public ValueTask<T?> QueryFirstAsync<T>(
        SqlStatement query, Func<SqlRow, T> map, CancellationToken cancellationToken) =>
        _readers.QueryFirstAsync(query, map, cancellationToken);

    public ValueTask<List<string>> CheckIntegrityAsync(CancellationToken cancellationToken) =>
        SqliteIntegrity.CheckAsync(this, cancellationToken);

    /// <inheritdoc/>
    public string Kind => BackupManifest.Sqlite;

    /// <inheritdoc/>
    public async IAsyncEnumerable<BackupFile> CopyToAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const string Name = "metadata.db";
        PrivateFiles.MakeFolder(folder);
        var file = Path.Combine(folder, Name);
        await Task.Run(() => Copy(file), cancellationToken);
        await using var written = File.OpenRead(file);
        var digest = await SHA256.HashDataAsync(written, cancellationToken);
        yield return new BackupFile { Path = Name, Bytes = written.Length, Sha256 = Convert.ToHexStringLower(digest) };
    }

    /// <summary>Carries out what is queued, folds the log into the file and gives the lock back.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        Writer.Dispose();
        _checkpointer.Dispose();
        _readers.Dispose();
        _copying.Dispose();

        // Only to leave one file behind: what is still in the log is as durable there.
        _ = _writing.CheckpointAndTruncate();
        _writing.Dispose();
        _lock.Dispose();
    }

    private void Copy(string file)
    {
        // One snapshot of one connection of its own; what commits meanwhile goes to the log, which cannot start anew until this ends.
        using (var connection = OpenConnection(_options.ReaderCacheKibibytes))
        {
            connection.ExecuteScript($"VACUUM INTO '{file.Replace("'", "''", StringComparison.Ordinal)}'");
        }

        using var written = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(written);
        DurableFolder.Sync(Path.GetDirectoryName(file)!);
    }

    private static void CreateFolder(string path)
    {
        try
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new MetadataException($"The folder of {path} cannot be made: {exception.Message}", exception);
        }
    }

    private static void Configure(SqliteConnection connection, SqliteProfile profile, int cacheKibibytes) =>
        connection.ExecuteScript($"""
            PRAGMA page_size = {PageBytes};
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = {profile.Synchronous};
            PRAGMA foreign_keys = OFF;
            PRAGMA temp_store = MEMORY;
            PRAGMA wal_autocheckpoint = 0;
            PRAGMA journal_size_limit = {MaxIdleLogBytes};
            PRAGMA cache_size = -{cacheKibibytes};
            """);

    private SqliteConnection OpenReader()
    {
        var connection = OpenConnection(_options.ReaderCacheKibibytes);
        connection.ExecuteScript("PRAGMA query_only = ON");
        return connection;
    }

    private SqliteConnection OpenConnection(int cacheKibibytes)
    {
        var connection = SqliteConnection.Open(_path, BusyTimeout);
        Configure(connection, _profile, cacheKibibytes);
        return connection;
    }
}
