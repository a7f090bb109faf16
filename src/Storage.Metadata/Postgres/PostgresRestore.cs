using System.Text.Json;
using FileStorage.Core.Backups;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Drives;
using Npgsql;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>
/// Fills new PostgreSQL databases with the rows of a backup, verified, each database in one transaction and the first one last: until that is committed no server
/// starts on them. Every journal begins anew, so that clients learn that the server went back in time.
/// </summary>
public static class PostgresRestore
{
    private const string BeginText = "BEGIN; SET LOCAL idle_in_transaction_session_timeout = 0";

    // No program that takes the database for its own may be connected to it.
    private const string TryAloneText = "SELECT pg_try_advisory_xact_lock(1179866183, 2)";

    private const string NewClusterText = "UPDATE public.shard_place SET cluster = $1";

    /// <summary>Whether a backup's metadata goes into PostgreSQL.</summary>
    public static bool IsOf(BackupManifest manifest) => manifest.Metadata == PostgresBackup.KindName;

    /// <summary>Whether a file of a backup is part of what <see cref="RunAsync"/> restores.</summary>
    public static bool Takes(BackupFile file) => file.Path.StartsWith("metadata/", StringComparison.Ordinal);

    /// <param name="options">The databases, as many as there were; empty, whether they have a schema or not.</param>
    /// <param name="folder">The backup.</param>
    /// <param name="files">The files of the backup.</param>
    /// <param name="now">The time of the restored journals' beginning.</param>
    /// <param name="cancellationToken">Ends it; what was not committed is gone.</param>
    /// <exception cref="BackupException">The backup is damaged, or for another number of databases.</exception>
    /// <exception cref="MetadataException">A database is not empty, is in use, or cannot be used.</exception>
    public static async Task RunAsync(
        PostgresMetadataOptions options, string folder, IReadOnlyList<BackupFile> files, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<string> places = options.Shards.Count > 0 ? [.. options.Shards] : [options.ConnectionString];
        var index = await ReadIndexAsync(folder, files, cancellationToken);
        if (index.Schema > PostgresSchema.Newest)
        {
            throw new SchemaTooNewException(
                $"The backup has schema {index.Schema}, and this program knows schemas up to {PostgresSchema.Newest}. Use the newer program.");
        }

        if (index.Databases != places.Count)
        {
            throw new BackupException($"The backup is of {index.Databases} PostgreSQL databases, and {places.Count} are given.");
        }

        var cluster = Guid.NewGuid();
        try
        {
            for (var number = places.Count - 1; number >= 0; number--)
            {
                var database = number;
                await using var source = PostgresConnections.Build(options.ForMoves(places[number]), PostgresProfile.Metadata, isAlone: false);
                await using var connection = await source.OpenConnectionAsync(cancellationToken);
                await FillAsync(
                    connection,
                    index,
                    database,
                    cluster,
                    now,
                    table => BackupReadStream.Open(folder, Find(files, PostgresCopyIndex.FileOf(database, table))),
                    cancellationToken);
            }
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            throw PostgresFault.ToFailure(exception);
        }

        // What came of an older schema, and slots that were on their way.
        _ = await PostgresMigrator.MigrateAsync(options, cancellationToken);
    }

    private static async Task FillAsync(
        NpgsqlConnection connection,
        PostgresCopyIndex index,
        int number,
        Guid cluster,
        DateTimeOffset now,
        Func<string, BackupReadStream> open,
        CancellationToken cancellationToken)
    {
        PostgresServer.Check(connection);
        var before = await PostgresSchema.MigrateAsync(connection, index.Schema, cancellationToken);
        if (before > index.Schema)
        {
            throw new MetadataException(
                $"PostgreSQL database {number} has schema {before}, and the backup {index.Schema}: restore to a database that is created anew.");
        }

        await ExecuteAsync(connection, BeginText, cancellationToken);
        if (!(bool)(await AskAsync(connection, TryAloneText, cancellationToken))!)
        {
            throw new MetadataException($"Somebody uses PostgreSQL database {number}; restore to one that is new.");
        }

        if (!await PostgresShardSetup.IsNewAsync(connection, cancellationToken))
        {
            throw new MetadataException($"PostgreSQL database {number} is not empty; restore to one that is created anew.");
        }

        foreach (var (table, columns) in index.Tables)
        {
            await using var file = open(table);
            await using (var rows = await connection.BeginRawBinaryCopyAsync(
                $"COPY public.{table} ({PostgresBackup.List(columns)}) FROM STDIN (FORMAT BINARY)", cancellationToken))
            {
                await file.CopyToAsync(rows, cancellationToken);
            }

            await file.RequireWholeAsync(cancellationToken);
        }

        await ExecuteAsync(connection, NewClusterText, cancellationToken, new NpgsqlParameter { Value = cluster.ToByteArray(bigEndian: true) });
        await ExecuteAsync(
            connection, PostgresText.Translate(DriveEpochs.BeginText), cancellationToken, new NpgsqlParameter { Value = now.ToUnixTimeMilliseconds() });
        await ExecuteAsync(connection, "COMMIT", cancellationToken);
        await ExecuteAsync(connection, "ANALYZE", cancellationToken);
    }

    private static async Task<PostgresCopyIndex> ReadIndexAsync(string folder, IReadOnlyList<BackupFile> files, CancellationToken cancellationToken)
    {
        await using var file = BackupReadStream.Open(folder, Find(files, PostgresCopyIndex.Path));
        using var content = new MemoryStream();
        await file.CopyToAsync(content, cancellationToken);
        await file.RequireWholeAsync(cancellationToken);
        var index = JsonSerializer.Deserialize(content.GetBuffer().AsSpan(0, (int)content.Length), PostgresCopyJson.Default.PostgresCopyIndex);

        // Its names become SQL.
        return index is not null && index.Tables.Keys.All(PostgresBackup.Tables.Contains)
            && index.Tables.Values.All(static columns => columns.All(static name => name.All(static letter => char.IsAsciiLetterLower(letter) || letter == '_')))
            ? index
            : throw new BackupException($"{PostgresCopyIndex.Path} of the backup names tables that this version does not know.");
    }

    private static BackupFile Find(IReadOnlyList<BackupFile> files, string path) =>
        files.FirstOrDefault(file => file.Path == path) ?? throw new BackupException($"The backup is damaged: it has no {path}.");

    private static async Task<object?> AskAsync(NpgsqlConnection connection, string text, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(text, connection);
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    private static async Task ExecuteAsync(
        NpgsqlConnection connection, string text, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(text, connection);
        command.Parameters.AddRange(parameters);
        _ = await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
