using System.Data;
using Npgsql;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>What is said to a database rarely enough that nothing has to be prepared for it.</summary>
internal static class NpgsqlConnectionExtensions
{
    /// <summary>The first column of the first row; null where there is none.</summary>
    /// <exception cref="NpgsqlException">The database refuses, or is gone.</exception>
    public static async Task<object?> AskAsync(this NpgsqlConnection connection, string text, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(text, connection);
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <exception cref="NpgsqlException">The database refuses, or is gone.</exception>
    public static async Task ExecuteAsync(
        this NpgsqlConnection connection, string text, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(text, connection);
        command.Parameters.AddRange(parameters);
        _ = await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// Writes rows in PostgreSQL's binary format of COPY into a stream. Where that ends early, the server is told: else it would send the rest
    /// first.
    /// </summary>
    /// <param name="connection">The database.</param>
    /// <param name="text">COPY … TO STDOUT (FORMAT BINARY).</param>
    /// <param name="target">Takes the rows.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static Task CopyToAsync(this NpgsqlConnection connection, string text, Stream target, CancellationToken cancellationToken) =>
        CopyAsync(connection, text, rows => rows.CopyToAsync(target, cancellationToken), cancellationToken);

    /// <summary>
    /// Reads rows in PostgreSQL's binary format of COPY from a stream. Where that ends early, the server is told: else it would take what has come
    /// for all there is.
    /// </summary>
    /// <param name="connection">The database.</param>
    /// <param name="text">COPY … FROM STDIN (FORMAT BINARY).</param>
    /// <param name="source">Gives the rows.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static Task CopyFromAsync(this NpgsqlConnection connection, string text, Stream source, CancellationToken cancellationToken) =>
        CopyAsync(connection, text, rows => source.CopyToAsync(rows, cancellationToken), cancellationToken);

    /// <summary>Whether an exception comes of the connection or of the server behind it, and not of a mistake of ours.</summary>
    public static bool IsToBlameFor(this NpgsqlConnection connection, Exception exception) =>
        exception is NpgsqlException or TimeoutException || (exception is InvalidOperationException && connection.State is not ConnectionState.Open);

    private static async Task CopyAsync(
        NpgsqlConnection connection, string text, Func<NpgsqlRawCopyStream, Task> transferAsync, CancellationToken cancellationToken)
    {
        await using var rows = await connection.BeginRawBinaryCopyAsync(text, cancellationToken);
        try
        {
            await transferAsync(rows);
        }
        catch
        {
            await CancelAsync(connection, rows);
            throw;
        }
    }

    private static async Task CancelAsync(NpgsqlConnection connection, NpgsqlRawCopyStream rows)
    {
        try
        {
            await rows.CancelAsync();
        }
        catch (Exception exception) when (connection.IsToBlameFor(exception))
        {
            // What it was cancelled for is thrown; a connection that is gone has ended the COPY as well.
        }
    }
}
