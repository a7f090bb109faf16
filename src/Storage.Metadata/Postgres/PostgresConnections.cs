using FileStorage.Storage.Metadata.Database;
using Npgsql;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>The connections to one database, of which there are never more than readers and writers may use.</summary>
internal sealed class PostgresConnections : IAsyncDisposable, IDisposable
{
    /// <summary>Texts that a connection keeps prepared; far above the number of texts there are.</summary>
    private const int MaxPrepared = 256;

    private const int KeepAliveSeconds = 15;

    private readonly NpgsqlDataSource _source;

    public PostgresConnections(PostgresMetadataOptions options, PostgresProfile profile) => _source = Build(options, profile);

    /// <summary>How a program that only prepares the database connects to it.</summary>
    /// <exception cref="MetadataException">The connection string is none.</exception>
    public static NpgsqlDataSource Build(PostgresMetadataOptions options, PostgresProfile profile)
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
        settings.Options = $"{settings.Options} -c idle_in_transaction_session_timeout={options.IdleTransactionSeconds}s".Trim();
        return settings.Host?.Contains(',', StringComparison.Ordinal) == true
            ? builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.Primary)
            : builder.Build();
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

    public void Dispose() => _source.Dispose();

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
