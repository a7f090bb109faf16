using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Sqlite;
using Microsoft.Extensions.Logging;

namespace FileStorage.Storage.Metadata.Search;

/// <summary>
/// Opens the index, or makes it anew where what is there cannot be used: everything in it can be made again, so that it is never a reason
/// not to start.
/// </summary>
internal static partial class SqliteSearchFile
{
    /// <summary>Where an index that could not be used is kept for whoever wants to know why.</summary>
    private const string SetAside = ".damaged";

    public static readonly SqliteProfile Profile = new() { Name = "search", Prepare = SqliteSearchSchema.Prepare, Synchronous = "NORMAL" };

    /// <exception cref="MetadataException">The file cannot be made, or another process has it.</exception>
    public static SqliteMetadataDatabase Open(SearchIndexOptions options, ILogger logger)
    {
        try
        {
            return OpenFile(options, logger);
        }
        catch (MetadataCorruptException exception)
        {
            LogSetAside(logger, exception.Message);
            Move(Path.GetFullPath(options.File));
            return OpenFile(options, logger);
        }
    }

    private static SqliteMetadataDatabase OpenFile(SearchIndexOptions options, ILogger logger) => SqliteMetadataDatabase.Open(
        new SqliteMetadataOptions
        {
            File = options.File,
            MaxQueuedWrites = 16,
            MaxWritesPerCommit = 1,
            MaxReadConnections = options.MaxSearches,
            WriterCacheKibibytes = options.CacheKibibytes,
            ReaderCacheKibibytes = options.CacheKibibytes,
        },
        Profile,
        logger);

    private static void Move(string path)
    {
        try
        {
            File.Move(path, path + SetAside, overwrite: true);
            File.Delete(path + "-wal");
            File.Delete(path + "-shm");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new MetadataException($"The search index {path} cannot be used and cannot be moved away: {exception.Message}", exception);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The search index is set aside and made anew: {Reason}")]
    private static partial void LogSetAside(ILogger logger, string reason);
}
