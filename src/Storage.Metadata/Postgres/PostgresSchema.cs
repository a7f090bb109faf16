using System.Globalization;
using FileStorage.Storage.Metadata.Database;
using Npgsql;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>The numbered steps of the schema, and which of them a database has had.</summary>
internal static class PostgresSchema
{
    /// <summary>Held by whoever migrates, so that two do not at once; any number that nobody else uses ("FSTG").</summary>
    private const string LockNumber = "1179866183";

    private const string Command = "`migrate` of the silo";

    private const string HistoryText = """
        CREATE TABLE IF NOT EXISTS public.filestorage_schema(
            number integer PRIMARY KEY,
            applied timestamptz NOT NULL DEFAULT now())
        """;

    /// <summary>
    /// Stands among the numbers while a restore fills the database. Greater than any schema, so that programs which know nothing of it do not start
    /// either.
    /// </summary>
    private const string RestoringNumber = "1000000000";

    /// <summary>Holds the mark of a restore for this transaction, so that two restores go one after the other; a row where it is there.</summary>
    public const string HoldRestoringText = $"SELECT number FROM public.filestorage_schema WHERE number = {RestoringNumber} FOR UPDATE";

    /// <summary>Takes the mark of a restore away.</summary>
    public const string EndRestoringText = $"DELETE FROM public.filestorage_schema WHERE number = {RestoringNumber}";

    private const string ReadText = $"""
        SELECT coalesce(max(number) FILTER (WHERE number < {RestoringNumber}), 0), coalesce(bool_or(number = {RestoringNumber}), false)
        FROM public.filestorage_schema
        """;

    private const string MarkText = $"INSERT INTO public.filestorage_schema(number) VALUES ({RestoringNumber}) ON CONFLICT DO NOTHING";

    private const string RestoringSentence =
        "A restore into this PostgreSQL database has not ended; repeat it, or create the database anew.";

    // A migration that has to wait for a lock keeps everybody behind it waiting too, so it gives up soon.
    private const string PrepareText = $"SET lock_timeout = '5s'; SELECT pg_advisory_lock({LockNumber}); {HistoryText}";

    // For whoever keeps the connection.
    private const string DoneText = $"SELECT pg_advisory_unlock({LockNumber}); RESET lock_timeout";

    public static IReadOnlyList<PostgresMigration> Migrations { get; } =
    [
        new PostgresMigration(1, PostgresSchema1.Script),
        new PostgresMigration(2, PostgresSchema2.Script),
        new PostgresMigration(3, PostgresSchema3.Script),
        new PostgresMigration(4, PostgresSchema4.Script),
    ];

    /// <summary>The schema this program reads and writes.</summary>
    public static int Newest => Migrations[^1].Number;

    /// <exception cref="SchemaTooNewException">A newer program migrated the database.</exception>
    /// <exception cref="MetadataException">It has not been migrated for this program.</exception>
    public static void Check(NpgsqlConnection connection)
    {
        var (current, isRestoring) = Read(connection);
        RequireUsable(current, isRestoring);
        if (current < Newest)
        {
            throw new MetadataException(current == 0
                ? $"The PostgreSQL database has no metadata yet; run {Command} to make it ready."
                : $"The metadata has schema {current}, and this program needs {Newest}; run {Command}.");
        }
    }

    /// <summary>Applies the steps that are missing, each once. Safe to repeat, and to run twice at the same time.</summary>
    /// <param name="connection">To the database.</param>
    /// <param name="cancellationToken">Ends it between two steps.</param>
    /// <returns>The number before.</returns>
    /// <exception cref="SchemaTooNewException">A newer program migrated the database.</exception>
    /// <exception cref="MetadataException">A restore into it has not ended.</exception>
    public static async Task<int> MigrateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, PrepareText, cancellationToken);
        var (before, isRestoring) = Read(connection);
        RequireUsable(before, isRestoring);
        await ApplyAsync(connection, before, Newest, cancellationToken);
        return before;
    }

    /// <summary>
    /// Marks a database as one that a restore fills, so that nobody starts on it, and brings it to the schema of the backup. Safe to repeat. That it is
    /// new has been seen before.
    /// </summary>
    /// <param name="connection">To the database.</param>
    /// <param name="last">The number of the last step that is applied.</param>
    /// <param name="cancellationToken">Ends it between two steps.</param>
    /// <exception cref="MetadataException">Somebody has migrated it further meanwhile: what those steps do to rows would not be done to those of the backup.</exception>
    public static async Task BeginRestoringAsync(NpgsqlConnection connection, int last, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, PrepareText, cancellationToken);
        var before = Read(connection).Number;
        if (before > last)
        {
            throw new MetadataException(
                $"Somebody has migrated the PostgreSQL database to schema {before}, and the backup has {last}: restore to a database that is created anew.");
        }

        await ExecuteAsync(connection, MarkText, cancellationToken);
        await ApplyAsync(connection, before, last, cancellationToken);
        await ExecuteAsync(connection, DoneText, cancellationToken);
    }

    /// <summary>The newest step that the database has had, 0 before the first; and whether a restore into it has not ended.</summary>
    public static (int Number, bool IsRestoring) Read(NpgsqlConnection connection)
    {
        using var exists = new NpgsqlCommand("SELECT to_regclass('public.filestorage_schema') IS NOT NULL", connection);
        if (!(bool)exists.ExecuteScalar()!)
        {
            return (0, false);
        }

        using var newest = new NpgsqlCommand(ReadText, connection);
        using var reader = newest.ExecuteReader();
        _ = reader.Read();
        return (reader.GetInt32(0), reader.GetBoolean(1));
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, int before, int last, CancellationToken cancellationToken)
    {
        foreach (var migration in Migrations.Where(migration => migration.Number > before && migration.Number <= last))
        {
            await ApplyAsync(connection, migration, cancellationToken);
        }
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, PostgresMigration migration, CancellationToken cancellationToken)
    {
        var record = string.Create(
            CultureInfo.InvariantCulture, $"INSERT INTO public.filestorage_schema(number) VALUES ({migration.Number})");
        if (migration.InTransaction)
        {
            await ExecuteAsync(connection, $"BEGIN; {migration.Script}; {record}; COMMIT", cancellationToken);
            return;
        }

        await ExecuteAsync(connection, migration.Script, cancellationToken);
        await ExecuteAsync(connection, record, cancellationToken);
    }

    private static void RequireUsable(int current, bool isRestoring)
    {
        if (isRestoring)
        {
            throw new MetadataException(RestoringSentence);
        }

        if (current > Newest)
        {
            throw new SchemaTooNewException(
                $"The metadata has schema {current}, and this program knows schemas up to {Newest}. Use the newer program.");
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string text, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(text, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
