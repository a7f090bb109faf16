using FileStorage.Storage.Metadata.Database;
using Npgsql;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>Brings a PostgreSQL database to the schema of this program: what the operator's one command does.</summary>
public static class PostgresMigrator
{
    /// <summary>Applies what is missing, forward only. Safe to repeat, and to run while the release before serves.</summary>
    /// <returns>The number of the schema before and after; 0 is an empty database.</returns>
    /// <exception cref="SchemaTooNewException">A newer program migrated it.</exception>
    /// <exception cref="MetadataException">The server cannot be reached, or refuses; the steps that were applied stay.</exception>
    public static async Task<(int Before, int After)> MigrateAsync(PostgresMetadataOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await using var source = PostgresConnections.Build(options, PostgresProfile.Metadata);
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            PostgresServer.Check(connection);
            return (await PostgresSchema.MigrateAsync(connection, cancellationToken), PostgresSchema.Newest);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            throw PostgresFault.ToFailure(exception);
        }
    }
}
