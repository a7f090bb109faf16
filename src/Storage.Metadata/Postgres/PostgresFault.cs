using System.Net.Sockets;
using FileStorage.Storage.Metadata.Database;
using Npgsql;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>What an exception of the driver means (postgresql.org/docs/15/errcodes-appendix.html).</summary>
internal static class PostgresFault
{
    private const string Error = "ERROR";

    /// <summary>
    /// Whether the same may go well in a moment: the connection is gone, the server starts or stops, has no connection left, takes no writes
    /// (a standby), or undid the transaction for another's sake.
    /// </summary>
    public static bool MayPass(Exception exception) => exception switch
    {
        PostgresException { SqlState: var state } => state.StartsWith("08", StringComparison.Ordinal)
            || state.StartsWith("40", StringComparison.Ordinal)
            || state is PostgresErrorCodes.AdminShutdown
                or PostgresErrorCodes.CrashShutdown
                or PostgresErrorCodes.CannotConnectNow
                or PostgresErrorCodes.QueryCanceled
                or PostgresErrorCodes.TooManyConnections
                or PostgresErrorCodes.OutOfMemory
                or PostgresErrorCodes.LockNotAvailable
                or PostgresErrorCodes.ReadOnlySqlTransaction
                or "25P03", // idle in transaction for too long
        NpgsqlException or IOException or SocketException or TimeoutException => true,
        _ => false,
    };

    /// <summary>Whether the connection, and so others to the same server, may be of no use any more.</summary>
    public static bool SpoilsConnections(Exception exception) =>
        exception is not PostgresException { InvariantSeverity: Error, SqlState: not PostgresErrorCodes.ReadOnlySqlTransaction };

    /// <summary>Whether the database refuses the version of the map that was named.</summary>
    public static bool IsOldMap(Exception exception) => exception is PostgresException { SqlState: "FS001" };

    public static bool IsConflict(Exception exception) => exception is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    /// <summary>
    /// Whether a COMMIT that failed so has certainly not been applied. After an error the server has undone the transaction; a fatal one, or
    /// silence, may have come after the commit was durable.
    /// </summary>
    public static bool IsUndone(Exception exception) => exception is PostgresException { InvariantSeverity: Error };

    /// <summary>The exception for callers; nothing was applied.</summary>
    public static MetadataException ToFailure(Exception exception)
    {
        var message = exception is PostgresException answer
            ? $"PostgreSQL answered {answer.SqlState}: {answer.MessageText}"
            : $"PostgreSQL: {exception.Message}";
        return exception switch
        {
            MetadataException known => known,
            _ when IsOldMap(exception) => new MapChangedException(exception),
            PostgresException { SqlState: PostgresErrorCodes.DiskFull } => new StorageFullException(message, exception),
            PostgresException { SqlState: PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted } =>
                new MetadataCorruptException(message, exception),
            _ when MayPass(exception) => new MetadataUnavailableException(message, exception),
            _ => new MetadataException(message, exception),
        };
    }
}
