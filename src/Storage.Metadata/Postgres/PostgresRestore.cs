using System.Text.Json;
using FileStorage.Storage.Backups;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Drives;
using Npgsql;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>
/// Fills new PostgreSQL databases with the rows of a backup, verified. From <see cref="MarkAsync"/> to <see cref="OpenAsync"/> no program starts on
/// any of them, and a restore that did not come as far as that can be repeated. Every journal begins anew, so that clients learn that the server went
/// back in time.
/// </summary>
/// <remarks>From <see cref="PrepareAsync"/> on until its end it holds each database alone, by a connection that it keeps.</remarks>
public sealed class PostgresRestore : IAsyncDisposable
{
    private const string BeginText = "BEGIN; SET LOCAL idle_in_transaction_session_timeout = 0";

    // No program that takes the database for its own may be connected to it, nor another restore.
    private const string TryAloneText = "SELECT pg_try_advisory_lock(1179866183, 2)";

    private const string UnlockText = "SELECT pg_advisory_unlock(1179866183, 2)";

    private const int LockAttempts = 25;

    // Whoever has just ended, or was told that a restore has not ended, is there for another moment.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private const string NewClusterText = "UPDATE public.shard_place SET cluster = $1";

    private readonly PostgresMetadataOptions _options;
    private readonly string _folder;
    private readonly IReadOnlyList<BackupFile> _files;
    private readonly PostgresCopyIndex _index;
    private readonly PostgresSessions _sessions;

    private PostgresRestore(
        PostgresMetadataOptions options, PostgresSessions sessions, string folder, IReadOnlyList<BackupFile> files, PostgresCopyIndex index)
    {
        _options = options;
        _sessions = sessions;
        _folder = folder;
        _files = files;
        _index = index;
    }

    /// <summary>Whether a file of a backup is part of what is restored here.</summary>
    public static bool Takes(BackupFile file) => file.Path.StartsWith("metadata/", StringComparison.Ordinal);

    /// <summary>Sees whether the rows of a backup can go into the databases. Changes nothing.</summary>
    /// <param name="options">The databases, as many as there were; empty, whether they have a schema or not.</param>
    /// <param name="folder">The backup.</param>
    /// <param name="files">The files of the backup.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BackupException">The backup is damaged, or for another number of databases.</exception>
    /// <exception cref="MetadataException">A database is not empty, is in use, or cannot be used.</exception>
    public static async Task<PostgresRestore> PrepareAsync(
        PostgresMetadataOptions options, string folder, IReadOnlyList<BackupFile> files, CancellationToken cancellationToken)
    {
        var index = await ReadIndexAsync(folder, files, cancellationToken);
        if (index.Databases != options.Places.Count)
        {
            throw new BackupException($"The backup is of {index.Databases} PostgreSQL databases, and {options.Places.Count} are given.");
        }

        foreach (var path in Enumerable.Range(0, index.Databases).SelectMany(number => index.Tables.Keys.Select(table => PostgresCopyIndex.FileOf(number, table))))
        {
            _ = Find(files, path);
        }

        var sessions = await PostgresSessions.OpenAsync(options, isAlone: false, cancellationToken);
        var isFree = false;
        try
        {
            var restore = new PostgresRestore(options, sessions, folder, files, index);
            await restore.ForAllAsync((connection, number) => restore.RequireFreeAsync(connection, number, cancellationToken));
            isFree = true;
            return restore;
        }
        finally
        {
            if (!isFree)
            {
                await sessions.DisposeAsync();
            }
        }
    }

    /// <summary>Makes the databases ready. No program starts on them from now on until <see cref="OpenAsync"/>.</summary>
    /// <exception cref="MetadataException">A database cannot be used any more.</exception>
    public Task MarkAsync(CancellationToken cancellationToken) =>
        ForAllAsync((connection, _) => PostgresSchema.BeginRestoringAsync(connection, _index.Schema, cancellationToken));

    /// <summary>Fills the databases, each in one transaction.</summary>
    /// <param name="now">The time of the restored journals' beginning.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BackupException">The backup is damaged.</exception>
    /// <exception cref="MetadataException">A database was not made ready, or cannot be used any more.</exception>
    public async Task FillAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Chunks may have been copied for hours meanwhile, in which a database is restarted.
        await ForAllAsync((_, number) => HoldAgainAsync(number, cancellationToken));
        var cluster = Guid.NewGuid();
        await ForAllAsync((connection, number) => FillAsync(connection, number, cluster, now, cancellationToken));
    }

    /// <summary>Opens the filled databases to programs, and brings them to the schema of this one.</summary>
    /// <exception cref="MetadataException">A database cannot be used any more, or is of an older schema still.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await ForAllAsync((connection, _) => connection.ExecuteAsync(PostgresSchema.EndRestoringText, cancellationToken));

        await ForAllAsync((connection, _) => UnlockAsync(connection, cancellationToken));
        await DisposeAsync();
        try
        {
            // What came of an older schema, and slots that were on their way.
            _ = await PostgresMigrator.MigrateAsync(_options, cancellationToken);
        }
        catch (MetadataException exception)
        {
            throw new MetadataException($"All rows are restored; run `migrate` of the silo, which failed: {exception.Message}", exception);
        }
    }

    public ValueTask DisposeAsync() => _sessions.DisposeAsync();

    // The first database comes last: it tells whose the others are.
    private async Task ForAllAsync(Func<NpgsqlConnection, int, Task> actAsync)
    {
        try
        {
            for (var number = _sessions.Connections.Count - 1; number >= 0; number--)
            {
                await actAsync(_sessions.Connections[number], number);
            }
        }
        catch (Exception exception) when (_sessions.AreToBlameFor(exception))
        {
            throw PostgresFault.ToFailure(exception);
        }
    }

    private async Task RequireFreeAsync(NpgsqlConnection connection, int number, CancellationToken cancellationToken)
    {
        PostgresServer.Check(connection);
        for (var attempt = 1; await connection.AskAsync(TryAloneText, cancellationToken) is not true; attempt++)
        {
            if (attempt == LockAttempts)
            {
                throw new MetadataException($"Somebody uses PostgreSQL database {number}; restore to one that is new.");
            }

            await Task.Delay(Pause, cancellationToken);
        }

        var (schema, isRestoring) = PostgresSchema.Read(connection);
        if (schema > _index.Schema || (!isRestoring && schema > 0 && schema < _index.Schema))
        {
            throw new MetadataException(
                $"PostgreSQL database {number} has schema {schema}, and the backup {_index.Schema}: restore to a database that is created anew.");
        }

        if (!isRestoring && schema > 0 && !await PostgresShardSetup.IsNewAsync(connection, cancellationToken))
        {
            throw new MetadataException($"PostgreSQL database {number} is not empty; restore to one that is created anew.");
        }
    }

    private async Task HoldAgainAsync(int number, CancellationToken cancellationToken)
    {
        if (await _sessions.RenewLostAsync(number, cancellationToken))
        {
            await RequireFreeAsync(_sessions.Connections[number], number, cancellationToken);
        }
    }

    // A server that has heard of the end of a connection keeps its locks for another moment.
    private static async Task UnlockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await connection.ExecuteAsync(UnlockText, cancellationToken);
        }
        catch (Exception exception) when (connection.IsToBlameFor(exception))
        {
            // All rows are there and the database is open: the lock ends with the connection that was lost.
        }
    }

    private async Task FillAsync(NpgsqlConnection connection, int number, Guid cluster, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(BeginText, cancellationToken);
        if (await connection.AskAsync(PostgresSchema.HoldRestoringText, cancellationToken) is null)
        {
            throw new MetadataException($"PostgreSQL database {number} is not ready for a restore any more: somebody else has restored to it.");
        }

        // What an attempt before has left, which nobody has seen.
        await connection.ExecuteAsync($"TRUNCATE {string.Join(", ", _index.Tables.Keys.Select(static table => $"public.{table}"))}", cancellationToken);
        foreach (var (table, columns) in _index.Tables)
        {
            await FillAsync(connection, table, columns, Find(_files, PostgresCopyIndex.FileOf(number, table)), cancellationToken);
        }

        await connection.ExecuteAsync(NewClusterText, cancellationToken, new NpgsqlParameter { Value = cluster.ToByteArray(bigEndian: true) });
        await connection.ExecuteAsync(
            PostgresText.Translate(DriveEpochs.BeginText), cancellationToken, new NpgsqlParameter { Value = now.ToUnixTimeMilliseconds() });
        await connection.ExecuteAsync("COMMIT", cancellationToken);
        await connection.ExecuteAsync("ANALYZE", cancellationToken);
    }

    private async Task FillAsync(NpgsqlConnection connection, string table, string[] columns, BackupFile file, CancellationToken cancellationToken)
    {
        await using var rows = BackupReadStream.Open(_folder, file);
        try
        {
            await connection.CopyFromAsync($"COPY public.{table} ({PostgresBackup.List(columns)}) FROM STDIN (FORMAT BINARY)", rows, cancellationToken);
        }
        catch (PostgresException)
        {
            // What no database can read is hardly what was written. If it is, the database says what is wrong.
            await rows.RequireWholeAsync(cancellationToken);
            throw;
        }

        await rows.RequireWholeAsync(cancellationToken);
    }

    private static async Task<PostgresCopyIndex> ReadIndexAsync(string folder, IReadOnlyList<BackupFile> files, CancellationToken cancellationToken)
    {
        await using var file = BackupReadStream.Open(folder, Find(files, PostgresCopyIndex.Path));
        using var content = new MemoryStream();
        await file.CopyToAsync(content, cancellationToken);
        await file.RequireWholeAsync(cancellationToken);
        PostgresCopyIndex? index;
        try
        {
            index = JsonSerializer.Deserialize(content.GetBuffer().AsSpan(0, (int)content.Length), PostgresCopyJson.Default.PostgresCopyIndex);
        }
        catch (JsonException exception)
        {
            throw new BackupException($"{PostgresCopyIndex.Path} of the backup cannot be read: {exception.Message}", exception);
        }

        if (index?.Schema > PostgresSchema.Newest)
        {
            throw new SchemaTooNewException(
                $"The backup has schema {index.Schema}, and this program knows schemas up to {PostgresSchema.Newest}. Use the newer program.");
        }

        // Its names become SQL. A table that is missing would be an empty one.
        var isComplete = index is not null && (index.Schema < PostgresSchema.Newest || PostgresBackup.Tables.All(index.Tables.ContainsKey));
        return isComplete && index!.Tables.Keys.All(PostgresBackup.Tables.Contains) && index.Tables.Values.All(static columns => columns.All(IsColumn))
            ? index
            : throw new BackupException($"{PostgresCopyIndex.Path} of the backup does not name the tables that this version knows.");
    }

    private static bool IsColumn(string name) =>
        name.Length > 0 && name.All(static letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_');

    private static BackupFile Find(IReadOnlyList<BackupFile> files, string path) =>
        files.FirstOrDefault(file => file.Path == path) ?? throw new BackupException($"The backup is damaged: it has no {path}.");
}
