using FileStorage.Storage.Metadata.Database;
using Npgsql;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>The connections to one database, of which there are never more than readers and writers may use.</summary>
internal sealed class PostgresConnections : IAsyncDisposable, IDisposable
{
    /// <summary>Texts that a connection keeps prepared; far above the number of texts there are.</summary>
    private const int MaxPrepared = 256;

    private const int KeepAliveSeconds = 15;

    // A database of an older schema, which is told so in a moment, has no such function.
    private const string StayAloneText =
        "DO $$ BEGIN IF to_regproc('public.stay_alone') IS NOT NULL THEN PERFORM public.stay_alone(); END IF; END $$";

    private readonly NpgsqlDataSource _source;

    public PostgresConnections(PostgresMetadataOptions options, PostgresProfile profile, bool isAlone) => _source = Build(options, profile, isAlone);

    /// <summary>How a program connects to it.</summary>
    /// <param name="options">Where it is.</param>
    /// <param name="profile">Which of its tables.</param>
    /// <param name="isAlone">
    /// Whether each connection insists that the database is not one of several, for as long as it lives. So nothing has to be asked with every
    /// transaction.
    /// </param>
    /// <exception cref="MetadataException">The connection string is none.</exception>
    public static NpgsqlDataSource Build(PostgresMetadataOptions options, PostgresProfile profile, bool isAlone)
    {
        NpgsqlDataSourceBuilder builder;
        try
        {
            builder = new NpgsqlDataSourceBuilder(options.ConnectionString);
        }
        catch (ArgumentException exception)
        {
            throw new MetadataException($"The connection string of PostgreSQL cannot be read: {exception.Message}", exception);
        }

        if (isAlone)
        {
            _ = builder.UsePhysicalConnectionInitializer(StayAlone, StayAloneAsync);
        }

        var settings = builder.ConnectionStringBuilder;
        settings.MaxPoolSize = options.WriteConnections + options.ReadConnections;
        settings.MaxAutoPrepare = MaxPrepared;
        settings.AutoPrepareMinUsages = 2;
        settings.NoResetOnClose = true;
        settings.Enlist = false;
        settings.Timeout = options.ConnectTimeoutSeconds;
        settings.CommandTimeout = options.CommandTimeoutSeconds;
        settings.KeepAlive = KeepAliveSeconds;
        settings.ApplicationName ??= "filestorage";
        settings.SearchPath = profile.SearchPath;
        settings.Options = $"{settings.Options} {profile.Plans} -c idle_in_transaction_session_timeout={options.IdleTransactionSeconds}s".Trim();
        return settings.Host?.Contains(',', StringComparison.Ordinal) == true
            ? builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.Primary)
            : builder.Build();
    }

    /// <summary>Connects to all of them, and checks each as <see cref="Check"/> does.</summary>
    /// <exception cref="MetadataException">One cannot be used; none is left open.</exception>
    public static PostgresConnections[] OpenAll(IEnumerable<PostgresMetadataOptions> all, PostgresProfile profile, bool isAlone)
    {
        var opened = new List<PostgresConnections>();
        try
        {
            foreach (var options in all)
            {
                opened.Add(new PostgresConnections(options, profile, isAlone));
                opened[^1].Check();
            }

            return [.. opened];
        }
        catch (MetadataException)
        {
            opened.ForEach(static connections => connections.Dispose());
            throw;
        }
    }

    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) => _source.OpenConnectionAsync(cancellationToken);

    /// <summary>Whether the server keeps what it answers, and the schema is the one of this program. Waits; for the start of the program.</summary>
    /// <exception cref="SchemaTooNewException">A newer program migrated it.</exception>
    /// <exception cref="MetadataException">It cannot be used for another reason, which the message says.</exception>
    public void Check()
    {
        try
        {
            using var connection = _source.OpenConnection();
            PostgresServer.Check(connection);
            PostgresSchema.Check(connection);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            throw PostgresFault.ToFailure(exception);
        }
    }

    /// <summary>Forgets all idle connections where one turned out to be dead, or to lead to a standby: so do the others.</summary>
    public void ClearAfter(Exception exception)
    {
        if (PostgresFault.SpoilsConnections(exception))
        {
            _source.Clear();
        }
    }

    private static void StayAlone(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(StayAloneText, connection);
        _ = command.ExecuteNonQuery();
    }

    private static async Task StayAloneAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(StayAloneText, connection);
        _ = await command.ExecuteNonQueryAsync();
    }

    public void Dispose() => _source.Dispose();

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
